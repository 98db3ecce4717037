import type { Page } from '@playwright/test'

/** Waits until what is shown is what the service has. */
export const expectLive = (page: Page): Promise<void> =>
  page.getByRole('status', { name: 'Sync state' }).filter({ hasText: 'Live' }).waitFor()
