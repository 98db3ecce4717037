import type { Page } from '@playwright/test'
import { pageCode } from '../page-code.ts'

/** Of the first full read of Preview; times in ms since 1970 UTC. */
export type SyncTimes = {
  /** The page was told that a read runs. */
  readonly startedAt: number
  /** The first row was painted. */
  readonly firstRowsAt: number
  /** The page was told that all are there, and its list had them all. */
  readonly listedAt: number
}

/** Begins to look, in the page, before the read begins. */
export const watchSync = (page: Page, count: number): Promise<void> =>
  page.evaluate(pageCode('watch-sync', count))

export const syncTimes = (page: Page): Promise<SyncTimes> => page.evaluate('syncTimes')
