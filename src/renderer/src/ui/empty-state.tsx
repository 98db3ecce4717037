import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

type EmptyStateProps = {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}

/** Where a list would be: why there is none, and what to do. */
export const EmptyState = ({ icon, title, text, children }: EmptyStateProps) => (
  <div className={classes.empty}>
    {icon}
    <h2 className={classes.title}>{title}</h2>
    <p className={classes.text}>{text}</p>
    {children && <div className={classes.action}>{children}</div>}
  </div>
)
