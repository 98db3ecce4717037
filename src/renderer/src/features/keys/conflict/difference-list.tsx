import { PlainLines } from '../../../ui/plain-text.tsx'
import classes from './difference-list.module.css'
import type { Difference } from './differences.ts'

type DifferenceListProps = {
  readonly differences: readonly Difference[]
  /** Whether it has happened, or is still to be confirmed. */
  readonly verb: 'became' | 'becomes'
}

/** "Status: Active became Suspended", for each of `differences`. */
export const DifferenceList = ({ differences, verb }: DifferenceListProps) => (
  <ul className={classes.list}>
    {differences.map(({ label, before, now }) => (
      <li key={label}>
        <span className={classes.label}>{label}:</span> <PlainLines text={before} /> {verb}{' '}
        <strong>
          <PlainLines text={now} />
        </strong>
      </li>
    ))}
  </ul>
)
