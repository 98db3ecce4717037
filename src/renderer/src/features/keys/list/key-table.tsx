import { useCallback, useMemo } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { KeyKind } from '../../../../../shared/domain/key.ts'
import { openDialog, pageProfile, profileOf, useUi } from '../../../state/ui.ts'
import type { useKeysWindow } from '../../../state/use-keys-window.ts'
import { Grid } from '../../../ui/grid/grid.tsx'
import { idOfKey, type KeyColumn, keyColumns } from '../../../ui/key-columns.tsx'
import { tell } from '../../../ui/tell.ts'
import { useNow } from '../../../ui/use-now.ts'
import { useWhyNot } from '../../use-why-not.ts'
import { actionsWidth } from './actions-width.ts'
import { type Ground, KeyActions, type OnMenu, openDetail } from './key-actions.tsx'
import { KeyMenu, useKeyMenu } from './key-menu.tsx'
import { marksGiven } from './row-marks.ts'

type KeyTableProps = {
  readonly list: ReturnType<typeof useKeysWindow>
  readonly kind: KeyKind
  /** Keys of both environments stand side by side. */
  readonly mixed: boolean
  readonly title: string
}

export const KeyTable = ({ list, kind, mixed, title }: KeyTableProps) => {
  const { view, look, sortBy } = list
  const groundOf = useGround()
  const menu = useKeyMenu()
  const columns = useColumns({ kind, mixed, groundOf, onMenu: menu.open })
  const onDelete = useCallback(
    (row: KeyRow) => {
      const reason = groundOf(row).whyNot('delete', row.state)
      if (reason) tell(reason)
      else openDialog({ kind: 'change-key', effect: 'delete', key: row })
    },
    [groundOf],
  )
  return (
    <>
      <Grid
        {...{ label: title, columns, onDelete }}
        {...{ rows: view.rows, offset: view.offset, total: view.total, idOf: idOfKey }}
        {...{ counted: view.counted, busy: !view.answered }}
        sort={view.query.sort}
        topic={JSON.stringify(view.query)}
        {...(mixed ? { edgeOf: edgeOfKey } : {})}
        onSort={sortBy}
        onLook={look}
        onOpen={openDetail}
      />
      <KeyMenu opened={menu.opened} groundOf={groundOf} onClose={menu.close} />
    </>
  )
}

const edgeOfKey = ({ environment }: KeyRow) =>
  environment === 'production' ? environment : undefined

/** What may be done goes by the environment of the row, which need not be the chosen one. */
const useGround = (): ((row: KeyRow) => Ground) => {
  const preview = useWhyNot('preview')
  const production = useWhyNot('production')
  const profiles = useUi(state => state.profiles)
  return useCallback(
    ({ environment }: KeyRow) => ({
      profile: profileOf({ profiles }, environment),
      whyNot: environment === 'production' ? production : preview,
    }),
    [profiles, preview, production],
  )
}

type ColumnsProps = Pick<KeyTableProps, 'kind' | 'mixed'> & {
  readonly groundOf: (row: KeyRow) => Ground
  readonly onMenu: OnMenu
}

const useColumns = ({ kind, mixed, groundOf, onMenu }: ColumnsProps): readonly KeyColumn[] => {
  const profile = useUi(pageProfile)
  const handOffs = useUi(state => state.handOffs)
  const proofs = useUi(state => state.proofs)
  const now = useNow()
  return useMemo(
    () => [
      ...keyColumns({
        ...{ kind, profile, mixed, marks: marksGiven(handOffs, proofs, Math.max(now, Date.now())) },
        profileFor: row => groundOf(row).profile,
      }),
      {
        ...{ id: 'actions', label: 'Actions', sort: null, align: 'end' },
        flex: `0 0 ${actionsWidth(kind, profile)}px`,
        cell: (row, active) => <KeyActions {...{ row, active, onMenu }} ground={groundOf(row)} />,
      },
    ],
    [kind, profile, mixed, groundOf, onMenu, handOffs, proofs, now],
  )
}
