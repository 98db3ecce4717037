import classes from './progress-line.module.css'

type ProgressLineProps = {
  readonly label: string
  /** From 0 to 1; null where nothing is under way, or nobody knows how far it is. */
  readonly share: number | null
}

/** How far something is, on the edge of what it brings. */
export const ProgressLine = ({ label, share }: ProgressLineProps) =>
  share === null ? null : (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
    >
      <div className={classes.bar} style={{ transform: `scaleX(${share})` }} />
    </div>
  )
