import { Button } from '@mantine/core'
import { IconCloudOff, IconKey, IconLock, IconPlayerStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { assertNever } from '../../../../../shared/app-error.ts'
import type { KeyKind, Scope } from '../../../../../shared/domain/key.ts'
import type { ErrorInfo } from '../../../../../shared/error.ts'
import { failureOf } from '../../../api/client.ts'
import type { KeysView } from '../../../state/keys-window.ts'
import { isOneList, openDialog, pageProfile, useScope, useUi } from '../../../state/ui.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { environmentName } from '../../../ui/environment.ts'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { kindText } from '../../../ui/kind-words.ts'
import { refusalWords } from '../../../ui/refusal-words.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useListStatus } from '../../use-list-status.ts'
import { useRefresh } from '../../use-refresh.ts'
import { incompleteWords } from './list-words.ts'
import classes from './scope-banner.module.css'
import { useCreating } from './use-creating.ts'
import { whyEmpty } from './why-empty.ts'

type NoKeysProps = {
  /** As it was last answered. */
  readonly view: KeysView
  readonly kind: KeyKind
  readonly scope: Scope
  /** What is shown where there are keys, and none of them matches; what it is given says that not all are here. */
  readonly noMatch: (incomplete: string | null) => ReactNode
}

/** Where the table would be. */
export const NoKeys = ({ view, kind, scope, noMatch }: NoKeysProps) => {
  const status = useListStatus()
  const why = whyEmpty(view, status)
  switch (why) {
    case 'loading':
      return <Skeleton />
    case 'no-match':
      return noMatch(incompleteWords(status))
    case 'stopped':
      return <StoppedFirst />
    case 'not-read':
      return <NotRead scope={scope} known={status.kind === 'behind' && status.complete} />
    case 'forbidden':
    case 'no-plan':
      return status.kind === 'behind' ? <Refused error={status.error} /> : null
    case 'no-keys':
      return <NoneYet kind={kind} scope={scope} />
    default:
      return assertNever(why)
  }
}

/** Why the list itself could not be read from this computer. */
export const Unreadable = ({ cause }: { readonly cause: unknown }) => (
  <div className={classes.banner}>
    <ErrorAlert error={failureOf(cause)} />
  </div>
)

/** The service does not let the list be read: for want of a permission, or of a plan. */
const Refused = ({ error }: { readonly error: ErrorInfo }) => {
  const profile = useUi(pageProfile)
  const scope = useScope()
  const refresh = useRefresh()
  const { title, text } = refusalWords(error, profile)
  return (
    <div role="alert">
      <EmptyState icon={<IconLock size={34} stroke={1.4} aria-hidden />} title={title} text={text}>
        <Button
          variant="default"
          loading={refresh.busy}
          onClick={() => scope && void refresh.run(scope)}
        >
          Retry
        </Button>
      </EmptyState>
    </div>
  )
}

const StoppedFirst = () => (
  <EmptyState
    icon={<IconPlayerStop size={34} stroke={1.4} aria-hidden />}
    title="Nothing is here yet"
    text="Reading was stopped before the first of them came. Continue reads the rest."
  />
)

type NotReadProps = {
  readonly scope: Scope
  /** The service was read before, and had none. */
  readonly known: boolean
}

const NotRead = ({ scope, known }: NotReadProps) => (
  <EmptyState
    icon={<IconCloudOff size={34} stroke={1.4} aria-hidden />}
    title={`No keys to show for ${environmentName[scope.environment]}`}
    text={
      known
        ? 'There was none when the service was last read.'
        : 'They appear here as soon as the service can be read, and stay readable offline from then on.'
    }
  />
)

const NoneYet = ({ kind, scope }: { readonly kind: KeyKind; readonly scope: Scope }) => {
  const { label, reason } = useCreating(kind)
  const mixed = useUi(isOneList)
  const words = kindText(kind, useUi(pageProfile))
  return (
    <EmptyState
      icon={<IconKey size={34} stroke={1.4} aria-hidden />}
      title={words.emptyTitle(mixed ? null : environmentName[scope.environment])}
      // What is said of a new key would be a promise that is not kept.
      text={reason ?? words.emptyText}
    >
      {reason === null && (
        <Button onClick={() => openDialog({ kind: `create-${kind}`, scope })}>{label}</Button>
      )}
    </EmptyState>
  )
}
