import { Button } from '@mantine/core'
import { IconCloudOff, IconKey, IconSearchOff } from '@tabler/icons-react'
import type { Scope } from '../../../../shared/domain/key.ts'
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
import { useWhyNot } from './use-why-not.ts'

type NoKeysProps = { readonly view: KeysView; readonly scope: Scope }

/** Where the table would be: still reading, unreadable, nothing matches, never read, or no key yet. */
export const NoKeys = ({ view, scope }: NoKeysProps) => {
  const status = scopeStatus(useUi(state => state.sync))
  if (view.failure) return <ErrorAlert error={failureOf(view.failure.cause)} />
  if (!view.answered) return <Skeleton />
  if (view.unfiltered > 0) return <NoMatch />
  if (status.kind === 'syncing' || status.kind === 'unknown') return <Skeleton />
  return status.kind === 'behind' ? <NotRead scope={scope} /> : <NoneYet scope={scope} />
}

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

const NotRead = ({ scope }: { readonly scope: Scope }) => (
  <EmptyState
    icon={<IconCloudOff size={34} stroke={1.4} aria-hidden />}
    title={`No keys to show for ${environmentName[scope.environment]}`}
    text="They appear here as soon as the service can be read, and stay readable offline from then on."
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
