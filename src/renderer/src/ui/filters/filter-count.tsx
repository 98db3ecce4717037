import { formatCount } from '../count.ts'
import classes from './filter-row.module.css'

/** How many keys a choice has; nothing until they were counted. */
export const Count = ({ count }: { readonly count: number | undefined }) =>
  count === undefined ? null : <span className={classes.count}>{formatCount(count)}</span>
