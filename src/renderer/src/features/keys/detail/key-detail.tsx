import { Drawer } from '@mantine/core'
import { useCallback } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
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
            <Title {...{ row, profile, manages: detail.view === 'manage' }} />
          </Drawer.Title>
          <EnvironmentBadge environment={environment} strong />
          <Drawer.CloseButton className={classes.close} aria-label="Close" />
        </div>
        <Drawer.Body className={classes.body}>
          {live.kind === 'loading' && <Skeleton />}
          {live.kind === 'failed' && <ErrorAlert error={live.error} />}
          {live.kind === 'ready' && row === null && (
            <ErrorAlert error={{ code: 'not-found', what: 'key' }} />
          )}
          {row && <DetailBody {...{ row, profile, detail }} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
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
