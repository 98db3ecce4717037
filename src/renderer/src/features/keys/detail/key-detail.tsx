import { Drawer } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import type { GoneKey, KeyRow } from '../../../../../shared/contract/keys.ts'
import type { KeyTarget } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { api } from '../../../api/index.ts'
import { useLive } from '../../../api/use-live.ts'
import type { Detail } from '../../../state/dialog.ts'
import { isCovered, showDetail, useUi } from '../../../state/ui.ts'
import { EnvironmentBadge } from '../../../ui/badges.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { manageText } from '../../../ui/kind-words.ts'
import { PlainText } from '../../../ui/plain-text.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useFocusBack } from '../../../ui/use-focus.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { GoneFacts, useGoneKey } from './gone-key.tsx'
import classes from './key-detail.module.css'
import { DetailBody } from './key-detail-body.tsx'

const close = () => showDetail(null)

/** One key, whole. */
export const KeyDetail = ({ detail }: { readonly detail: Detail }) => {
  const { connection, environment, key } = detail.target
  const load = useCallback(
    () => api.keys.get({ connection, environment, key }),
    [connection, environment, key],
  )
  const { live } = useLive(load, ['keys-changed'])
  // A dialog above has the focus and Escape to itself.
  const beneath = useUi(isCovered)
  const row = live.kind === 'ready' ? live.value : null
  const [gone, setGone] = useState<GoneKey | null>(null)
  const profile = useKnownProfile(detail.target)
  useFocusBack()
  return (
    <Drawer.Root
      {...{ opened: true, position: 'right', size: 440, padding: 0, onClose: close }}
      closeOnEscape={!beneath}
      trapFocus={!beneath}
      returnFocus={false}
      transitionProps={{ duration: 120 }}
    >
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <div className={classes.header} data-environment={environment}>
          <Drawer.Title className={classes.title}>
            <Title {...{ row: row ?? gone, profile, manages: detail.view === 'manage' }} />
          </Drawer.Title>
          <EnvironmentBadge environment={environment} strong />
          <Drawer.CloseButton className={classes.close} aria-label="Close" />
        </div>
        <Drawer.Body className={classes.body}>
          {live.kind === 'loading' && <Skeleton />}
          {live.kind === 'failed' && <ErrorAlert error={live.error} />}
          {live.kind === 'ready' && row === null && (
            <Gone {...{ target: detail.target, profile, onFound: setGone }} />
          )}
          {row && <DetailBody {...{ row, profile, detail }} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

type GoneProps = {
  readonly target: KeyTarget
  readonly profile: Profile | null
  readonly onFound: (row: GoneKey | null) => void
}

/** It went while it was open, or was gone before. */
const Gone = ({ target, profile, onFound }: GoneProps) => {
  const live = useGoneKey(target)
  const row = live.kind === 'ready' ? live.value : null
  useEffect(() => onFound(row), [onFound, row])
  if (live.kind === 'loading') return <Skeleton />
  if (row === null) return <ErrorAlert error={{ code: 'not-found', what: 'key' }} />
  return <GoneFacts {...{ row, profile }} />
}

type TitleProps = {
  readonly row: KeyRow | null
  readonly profile: Profile | null
  /** The key of a system, not the system itself. */
  readonly manages: boolean
}

/** What the service calls these details, and whose they are. */
const Title = ({ row, profile, manages }: TitleProps) => {
  if (!row) return 'API key'
  const kind = manages ? manageText(profile) : (profile?.kinds[row.kind]?.detail ?? null)
  return (
    <>
      {kind && (
        <span className={classes.kind}>
          <PlainText text={kind} />
        </span>
      )}{' '}
      <PlainText text={row.name} />
    </>
  )
}
