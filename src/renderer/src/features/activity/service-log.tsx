import { Button } from '@mantine/core'
import { IconCloudOff, IconHistory, IconLock } from '@tabler/icons-react'
import type { AuditEntry } from '../../../../shared/domain/audit.ts'
import type { Scope } from '../../../../shared/domain/key.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { useScopeProfile } from '../../state/ui.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { actionWord } from '../../ui/key-words.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { refusalWords } from '../../ui/refusal-words.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import classes from './activity-page.module.css'
import { LoadMore, LogList } from './log-list.tsx'
import { useAudit } from './use-audit.ts'

/** What the service has recorded of one environment, whoever did it. */
export const ServiceLog = ({ scope }: { readonly scope: Scope }) => {
  const profile = useScopeProfile(scope)
  const { entries, error, reload, loadMore, loadingMore } = useAudit(scope)
  if (entries === null) {
    return error ? <Unread {...{ error, profile }} onRetry={reload} /> : <Skeleton />
  }
  return (
    <>
      <div className={error ? classes.error : undefined}>
        <ErrorAlert error={error} />
      </div>
      {entries.length === 0 && (
        <EmptyState
          icon={<IconHistory size={34} stroke={1.4} aria-hidden />}
          title="Nothing is recorded yet"
          text="What is done with the keys of this environment is listed here, whoever does it."
        />
      )}
      <LogList entries={entries} line={entry => <Line {...{ entry, profile }} />} />
      {loadMore && <LoadMore busy={loadingMore} onMore={loadMore} />}
    </>
  )
}

type UnreadProps = {
  readonly error: ErrorInfo
  readonly profile: Profile | null
  readonly onRetry: () => void
}

const Unread = ({ error, profile, onRetry }: UnreadProps) => {
  const Icon =
    error.code === 'forbidden' || error.code === 'plan-required' ? IconLock : IconCloudOff
  return (
    <EmptyState
      icon={<Icon size={34} stroke={1.4} aria-hidden />}
      {...refusalWords(error, profile)}
    >
      <Button variant="default" onClick={onRetry}>
        Retry
      </Button>
    </EmptyState>
  )
}

type LineProps = { readonly entry: AuditEntry; readonly profile: Profile | null }

const Line = ({ entry, profile }: LineProps) => {
  const { action, key, keyName, by, origin, environment } = entry
  return (
    <>
      <span className={classes.what}>
        <PlainText text={actionWord(action, profile)} longest={60} />{' '}
        <PlainText text={keyName ?? key ?? ''} longest={120} />
      </span>
      {by !== null && (
        <span className={classes.where}>
          <PlainText text={by} longest={60} />
        </span>
      )}
      {origin !== null && (
        <span className={classes.origin}>
          <PlainText text={origin} longest={30} />
        </span>
      )}
      {environment && <EnvironmentBadge environment={environment} />}
    </>
  )
}
