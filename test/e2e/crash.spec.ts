import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { connect, create } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('a page that crashed is loaded again, with the new key still in main', async ({
  launcher,
  service,
}) => {
  const { page, output } = await launcher.start()
  await connect(page, service)
  await create(page, 'survivor')
  const session = await page.context().newCDPSession(page)
  // Nobody is left to answer it.
  session.send('Page.crash').catch(() => undefined)

  const logFile = join(launcher.dataFolder, 'claviger.log')
  await expect.poll(() => readFile(logFile, 'utf8').catch(() => '')).toContain('page-gone')
  // Playwright gives a crashed page up for good, so that it takes another look to find it.
  const address = /DevTools listening on (ws:\/\/\S+)/.exec(output())?.[1] ?? ''
  const again = await chromium.connectOverCDP(address)
  const reloaded = again.contexts()[0]?.pages()[0]
  if (!reloaded) throw new Error('The window is gone')
  await expect(reloaded.getByRole('dialog')).toContainText('survivor')
  await again.close()
})
