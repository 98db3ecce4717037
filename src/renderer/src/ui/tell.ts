import { notifications } from '@mantine/notifications'

/** Says something that needs no answer: it goes by itself. */
export const tell = (message: string): void => {
  notifications.show({
    message,
    color: 'gray',
    closeButtonProps: { 'aria-label': 'Dismiss' },
  })
}
