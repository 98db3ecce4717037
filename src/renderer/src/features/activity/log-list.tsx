import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { dayName, exactTime, timeOfDay } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import classes from './activity-page.module.css'

type Dated = { readonly id: number | string; readonly at: number }

type LogListProps<Entry extends Dated> = {
  /** Newest first. */
  readonly entries: readonly Entry[]
  /** What stands beside the time. */
  readonly line: (entry: Entry) => ReactNode
}

/** A log, day by day. */
export const LogList = <Entry extends Dated>({ entries, line }: LogListProps<Entry>) => {
  const now = useNow()
  const days = Map.groupBy(entries, ({ at }) => dayName(at, now))
  return [...days].map(([day, lines]) => (
    <section key={day} aria-label={day}>
      <h2 className={classes.day}>{day}</h2>
      <ul className={classes.list}>
        {lines.map(entry => (
          <li key={entry.id} className={classes.line}>
            <time dateTime={new Date(entry.at).toISOString()} title={exactTime(entry.at)}>
              {timeOfDay(entry.at)}
            </time>
            {line(entry)}
          </li>
        ))}
      </ul>
    </section>
  ))
}

type MoreProps = { readonly busy: boolean; readonly onMore: () => void }

export const LoadMore = ({ busy, onMore }: MoreProps) => (
  <Button className={classes.more} variant="default" loading={busy} onClick={onMore}>
    Load more
  </Button>
)
