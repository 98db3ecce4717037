import { type ReactNode, useId } from 'react'
import classes from './page-frame.module.css'

type PageFrameProps = {
  readonly title: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  /** The body fills the window and scrolls within itself. */
  readonly fill?: boolean
  readonly children: ReactNode
}

/** Heading, a note beside it, actions at the end, and the rest. */
export const PageFrame = ({ title, note, actions, fill = false, children }: PageFrameProps) => {
  const id = useId()
  return (
    <section className={classes.page} aria-labelledby={id} data-fill={fill || undefined}>
      <header className={classes.header}>
        <h1 className={classes.title} id={id}>
          {title}
        </h1>
        <span className={classes.note} role="status">
          {note}
        </span>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
