import classes from './skeleton.module.css'
import { useDelayed } from './use-delayed.ts'

/** The shape of a list that is still being read. What comes at once is not announced. */
export const Skeleton = () => {
  const late = useDelayed(true)
  if (!late) return null
  return (
    <div className={classes.list} role="status" aria-label="Loading">
      {['a', 'b', 'c', 'd', 'e', 'f'].map(row => (
        <div key={row} className={classes.row}>
          <span className={classes.bone} />
          <span className={classes.bone} />
          <span className={classes.bone} />
        </div>
      ))}
    </div>
  )
}
