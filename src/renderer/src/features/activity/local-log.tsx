import { IconHistory } from '@tabler/icons-react'
import type { Activity } from '../../../../shared/domain/activity.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import classes from './activity-page.module.css'
import { activityVerb } from './activity-words.ts'
import { LoadMore, LogList } from './log-list.tsx'
import { useActivity } from './use-activity.ts'

/** What was done on this computer, and what a sync noticed of others. */
export const LocalLog = () => {
  const { loaded, error, loadMore, loadingMore } = useActivity()
  return (
    <>
      <ErrorAlert error={error} />
      {loaded === null && !error && <Skeleton />}
      {loaded?.entries.length === 0 && (
        <EmptyState
          icon={<IconHistory size={34} stroke={1.4} aria-hidden />}
          title="Nothing has happened yet"
          text="Connections, new keys and changes are listed here, with those made elsewhere."
        />
      )}
      {loaded && <LogList entries={loaded.entries} line={line => <Line line={line} />} />}
      {loaded?.more && <LoadMore busy={loadingMore} onMore={() => void loadMore()} />}
    </>
  )
}

const Line = ({ line }: { readonly line: Activity }) => (
  <>
    <span className={classes.what}>
      {activityVerb(line.kind)}{' '}
      <PlainText text={line.keyName ?? line.connectionName} longest={120} />{' '}
      {line.mask !== null && (
        <code className={classes.mask}>
          <PlainText text={line.mask} />
        </code>
      )}
    </span>
    <span className={classes.where}>
      <PlainText text={line.connectionName} longest={60} />
    </span>
    {line.environment && <EnvironmentBadge environment={line.environment} />}
  </>
)
