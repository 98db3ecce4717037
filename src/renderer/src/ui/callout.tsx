import { CloseButton } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './callout.module.css'

type CalloutProps = {
  readonly tone: 'warning' | 'danger'
  /** `alert` is read out at once; `region` can be gone to; `note` is only found where it stands. */
  readonly role: 'alert' | 'region' | 'note'
  readonly title?: string
  readonly actions?: ReactNode
  readonly onDismiss?: () => void
  readonly children: ReactNode
}

/** Something that must be known, set apart from what stands around it. */
export const Callout = ({ tone, role, title, actions, onDismiss, children }: CalloutProps) => {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: each of the three roles may have a name
    <div
      className={classes.callout}
      role={role}
      aria-labelledby={title ? id : undefined}
      data-tone={tone}
      data-dismissible={onDismiss ? true : undefined}
    >
      {title && (
        <p className={classes.title} id={id}>
          {title}
        </p>
      )}
      {children}
      {actions && <div className={classes.actions}>{actions}</div>}
      {onDismiss && (
        <CloseButton
          className={classes.dismiss}
          size="sm"
          aria-label="Dismiss"
          onClick={onDismiss}
        />
      )}
    </div>
  )
}
