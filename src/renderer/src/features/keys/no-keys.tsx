import { Button } from '@mantine/core'
import { IconCloudOff, IconKey, IconSearchOff } from '@tabler/icons-react'
import { assertNever } from '../../../../shared/app-error.ts'
import type { Scope } from '../../../../shared/domain/key.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { failureOf } from '../../api/client.ts'
import type { KeysView } from '../../state/keys-window.ts'
import { scopeStatus } from '../../state/scope-status.ts'
import { openDialog, useUi } from '../../state/ui.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { environmentName } from '../../ui/environment.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { wordsFor } from '../../ui/key-words.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useWhyNot } from '../use-why-not.ts'
import classes from './scope-banner.module.css'
import { whyEmpty } from './why-empty.ts'

type NoKeysProps = { readonly view: KeysView; readonly scope: Scope }

/** Where the table would be. */
export const NoKeys = ({ view, scope }: NoKeysProps) => {
  const status = scopeStatus(useUi(state => state.sync))
  if (view.failure) return <Unreadable error={failureOf(view.failure.cause)} />
  const why = whyEmpty(view, status)
  switch (why) {
    case 'loading':
      return <Skeleton />
    case 'no-match':
      return <NoMatch />
    case 'not-read':
      return <NotRead scope={scope} known={status.kind === 'behind' && status.asOf !== null} />
    case 'no-keys':
      return <NoneYet scope={scope} />
    default:
      return assertNever(why)
  }
}

const Unreadable = ({ error }: { readonly error: ErrorInfo }) => (
  <div className={classes.banner}>
    <ErrorAlert error={error} />
  </div>
)

const NoMatch = () => {
  const search = useUi(state => state.search)
  return (
    <EmptyState
      icon={<IconSearchOff size={34} stroke={1.4} aria-hidden />}
      title="No key matches"
      text={`Nothing has “${search.trim()}” in its name, key, description, creator or id.`}
    >
      <Button variant="default" onClick={() => useUi.setState({ search: '' })}>
        Clear filter
      </Button>
    </EmptyState>
  )
}

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

const NoneYet = ({ scope }: { readonly scope: Scope }) => {
  const whyNot = useWhyNot()
  const profile = useUi(state => state.profile)
  return (
    <EmptyState
      icon={<IconKey size={34} stroke={1.4} aria-hidden />}
      title={`No API keys in ${environmentName[scope.environment]} yet`}
      text="A key lets an external tool or service sign in. Its secret is shown once, when it is created."
    >
      <GuardedButton
        reason={whyNot('create')}
        onClick={() => openDialog({ kind: 'create-key', scope })}
      >
        {wordsFor('create', profile).label}
      </GuardedButton>
    </EmptyState>
  )
}
