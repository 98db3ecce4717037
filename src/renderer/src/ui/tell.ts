/** Says something that needs no answer: it goes by itself. */
export const tell = (message: string): void =>
  // What shows it is loaded after the first page.
  void import('@mantine/notifications').then(({ notifications }) =>
    notifications.show({
      message,
      color: 'gray',
      closeButtonProps: { 'aria-label': 'Dismiss' },
    }),
  )
