import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'

type GuardedButtonProps = Omit<ButtonProps, 'disabled'> & {
  /** Why it cannot be used now, or null. It stays visible and reachable, and says so. */
  readonly reason: string | null
  readonly onClick?: () => void
  readonly type?: 'button' | 'submit'
  readonly children: ReactNode
}

/** What `ReasonTip` shows of a control that cannot be used; screen readers get the same sentence. */
export const unusable = (reason: string | null) =>
  reason === null
    ? {}
    : { 'aria-disabled': true, 'aria-description': reason, 'data-reason': reason }

export const GuardedButton = ({
  reason,
  onClick,
  type = 'button',
  ...others
}: GuardedButtonProps) =>
  reason === null ? (
    <Button {...others} type={type} {...(onClick ? { onClick } : {})} />
  ) : (
    <Button {...others} {...unusable(reason)} data-disabled type="button" />
  )
