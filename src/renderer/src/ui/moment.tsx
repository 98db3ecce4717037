import { exactTime, relativeTime } from './time.ts'
import { useNow } from './use-now.ts'

type MomentProps = {
  readonly at: number | null
  readonly none?: string
  readonly compact?: boolean
}

/** A time as people say it; the exact one on hover. */
export const Moment = ({ at, none = '–', compact = false }: MomentProps) => {
  const now = useNow()
  if (at === null) return <span>{none}</span>
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {relativeTime(at, now, compact)}
    </time>
  )
}
