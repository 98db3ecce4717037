import { type ReactNode, useId } from 'react'
import classes from './page-frame.module.css'

type PageFrameProps = {
  readonly title: string
  readonly note?: ReactNode
  /** Goes on after the note, and is not read out when it changes. */
  readonly more?: ReactNode
  /** What can be done about what the note says. */
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  /** The body fills the window and scrolls within itself. */
  readonly fill?: boolean
  readonly children: ReactNode
}

/** Heading, a note beside it, actions at the end, and the rest. */
export const PageFrame = (props: PageFrameProps) => {
  const { title, note, more, beside, actions, fill = false, children } = props
  const id = useId()
  return (
    <section className={classes.page} aria-labelledby={id} data-fill={fill || undefined}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <h1 className={classes.title} id={id}>
            {title}
          </h1>
          <span className={classes.note}>
            <span>
              <span role="status">{note}</span>
              {more}
            </span>
            {beside}
          </span>
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
