import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { Activity } from '../../../../shared/domain/activity.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { PageFrame } from '../../ui/page-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { dayName, exactTime, timeOfDay } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import classes from './activity-page.module.css'
import { activityVerb } from './activity-words.ts'
import { useActivity } from './use-activity.ts'

/** What was done on this computer, and what a sync noticed of others. */
export const ActivityPage = () => {
  const { loaded, error, loadMore, loadingMore } = useActivity()
  return (
    <PageFrame title="Activity" note="What happened on this computer, and what syncs noticed">
      <ErrorAlert error={error} />
      {loaded === null && !error && <Skeleton />}
      {loaded?.entries.length === 0 && (
        <EmptyState
          icon={<IconHistory size={34} stroke={1.4} aria-hidden />}
          title="Nothing has happened yet"
          text="Connections, new keys and changes are listed here, with those made elsewhere."
        />
      )}
      {loaded && <Days entries={loaded.entries} />}
      {loaded?.more && (
        <Button
          className={classes.more}
          variant="default"
          loading={loadingMore}
          onClick={() => void loadMore()}
        >
          Load more
        </Button>
      )}
    </PageFrame>
  )
}

const Days = ({ entries }: { readonly entries: readonly Activity[] }) => {
  const now = useNow()
  const days = Map.groupBy(entries, ({ at }) => dayName(at, now))
  return [...days].map(([day, lines]) => (
    <section key={day} aria-label={day}>
      <h2 className={classes.day}>{day}</h2>
      <ul className={classes.list}>
        {lines.map(line => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
    </section>
  ))
}

const Line = ({ line }: { readonly line: Activity }) => (
  <li className={classes.line}>
    <time dateTime={new Date(line.at).toISOString()} title={exactTime(line.at)}>
      {timeOfDay(line.at)}
    </time>
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
  </li>
)
