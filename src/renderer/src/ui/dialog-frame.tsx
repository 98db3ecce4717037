import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Environment } from '../../../shared/domain/environment.ts'
import { EnvironmentBadge } from './badges.tsx'
import classes from './dialog-frame.module.css'
import { useFocusBack } from './use-focus.ts'

type DialogFrameProps = {
  readonly title: string
  /** The environment in which the dialog acts, if it acts in one. */
  readonly environment?: Environment
  readonly size?: number
  /** Above other dialogs. */
  readonly above?: boolean
  /** False while an answer is awaited. */
  readonly closable?: boolean
  /** What the cross does, where a button of the dialog is called "Close". */
  readonly closeLabel?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Every dialog: its environment in sight, focus back to where it was when it goes. */
export const DialogFrame = ({
  title,
  environment,
  size = 480,
  above = false,
  closable = true,
  closeLabel = 'Close',
  onClose,
  children,
}: DialogFrameProps) => {
  useFocusBack()
  return (
    <Modal.Root
      opened
      centered
      size={size}
      padding={0}
      zIndex={above ? 300 : 250}
      closeOnEscape={closable}
      closeOnClickOutside={closable}
      transitionProps={{ duration: 100 }}
      returnFocus={false}
      onClose={onClose}
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content className={classes.content} data-environment={environment}>
        <div className={classes.header}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          {environment && <EnvironmentBadge environment={environment} strong />}
          <Modal.CloseButton
            className={classes.close}
            aria-label={closeLabel}
            disabled={!closable}
          />
        </div>
        <Modal.Body className={classes.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

export const DialogActions = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.actions}>{children}</div>
)

type SaveActionsProps = {
  readonly busy: boolean
  readonly onCancel: () => void
  /** Another action, apart from the two. */
  readonly aside?: ReactNode
}

/** The end of every form that is kept or left. */
export const SaveActions = ({ busy, onCancel, aside }: SaveActionsProps) => (
  <DialogActions>
    {aside && <span className={classes.aside}>{aside}</span>}
    <Button variant="default" disabled={busy} onClick={onCancel}>
      Cancel
    </Button>
    <Button type="submit" loading={busy}>
      Save
    </Button>
  </DialogActions>
)
