import { exactTime, relativeTime } from './time.ts'
import { useNow } from './use-now.ts'

type AgoProps = { readonly at: number; readonly compact: boolean }

type MomentProps = {
  readonly at: number | null
  readonly none?: string
  readonly compact?: boolean
}

/** A time as people say it; the exact one on hover. */
export const Moment = ({ at, none = '–', compact = false }: MomentProps) =>
  // Only what grows older follows the clock.
  at === null ? <span>{none}</span> : <Ago {...{ at, compact }} />

const Ago = ({ at, compact }: AgoProps) => {
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {relativeTime(at, now, compact)}
    </time>
  )
}
