import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { connect, create } from '../../tools/administrator.ts'
import { hostCommand } from '../../tools/host.ts'
import { expect, test } from './fixture.ts'

const crash = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  // Nobody is left to answer it.
  session.send('Page.crash').catch(() => undefined)
}

/** Playwright gives a crashed page up for good, so that it takes another look to find it. */
const lookAgain = async (output: () => string): Promise<BrowserContext> => {
  const address = /DevTools listening on (ws:\/\/\S+)/.exec(output())?.[1] ?? ''
  const [context] = (await chromium.connectOverCDP(address)).contexts()
  if (!context) throw new Error('The window is gone')
  return context
}

const pageIn = (context: BrowserContext): Page => {
  const [page] = context.pages()
  if (!page) throw new Error('The window is gone')
  return page
}

const crashesIn = async (dataFolder: string): Promise<number> =>
  (await readFile(join(dataFolder, 'claviger.log'), 'utf8').catch(() => '')).split('page-gone')
    .length - 1

test('a page that crashed is loaded again, with the new key still in main', async ({
  launcher,
  service,
}) => {
  const { page, output } = await launcher.start()
  await connect(page, service)
  await create(page, 'survivor')
  await crash(page)
  await expect.poll(() => crashesIn(launcher.dataFolder)).toBe(1)
  const again = await lookAgain(output)
  await expect(pageIn(again).getByRole('dialog')).toContainText('survivor')
  await again.browser()?.close()
})

for (const answer of ['Load again', 'Quit'] as const) {
  test(`a page that crashes time and again is the user's matter: ${answer}`, async ({
    launcher,
    service,
  }) => {
    test.skip(hostCommand('test').name === 'electron', 'Electron asks outside of any page')
    const { page, output, process } = await launcher.start()
    await connect(page, service)
    await create(page, 'survivor')
    await crash(page)
    let context = page.context()
    for (const crashes of [1, 2, 3]) {
      await expect.poll(() => crashesIn(launcher.dataFolder)).toBe(crashes)
      context = await lookAgain(output)
      await expect(pageIn(context).getByRole('dialog')).toContainText('survivor')
      if (crashes < 3) await crash(pageIn(context))
    }
    const asked = context.waitForEvent('page')
    await crash(pageIn(context))
    const question = await asked
    await question.waitForURL('https://dialog.host.invalid/')
    await expect(question.getByRole('heading')).toHaveText('The window has crashed several times')
    const ended = new Promise(resolve => process.once('exit', resolve))
    await question.getByRole('button', { name: answer }).click()
    if (answer === 'Quit') return expect(await ended).toBe(0)
    const again = await lookAgain(output)
    await expect(pageIn(again).getByRole('dialog')).toContainText('survivor')
  })
}
