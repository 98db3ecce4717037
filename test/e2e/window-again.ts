import { chromium, type Page } from '@playwright/test'
import { expect } from '../../tools/administrator.ts'

/** Playwright gives a page up for good when its process ends: it is looked for anew, until `isReady` is content with it. */
export const findWindow = async (
  endpoint: string,
  isReady: (page: Page) => Promise<void>,
): Promise<Page> => {
  const found: Page[] = []
  await expect(async () => {
    const browser = await chromium.connectOverCDP(endpoint)
    const pages = browser.contexts().flatMap(context => context.pages())
    try {
      expect(pages).not.toEqual([])
      for (const page of pages) await isReady(page)
      found.push(...pages)
    } catch (cause) {
      await browser.close()
      throw cause
    }
  }).toPass({ timeout: 30_000 })
  const [page] = found
  if (!page) throw new Error('The window is gone')
  return page
}
