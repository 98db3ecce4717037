import { useEffect, useState } from 'react'
import classes from './skeleton.module.css'

/** What is here sooner is not announced. */
const delayMs = 150

/** The shape of a list that is still being read. */
export const Skeleton = () => {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delayMs)
    return () => clearTimeout(timer)
  }, [])
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
