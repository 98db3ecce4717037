import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { connect, create } from '../../tools/administrator.ts'
import { hostCommand } from '../../tools/host.ts'
import { expect, test } from './fixture.ts'
import { findWindow } from './window-again.ts'

const crash = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  // Nobody is left to answer it.
  session.send('Page.crash').catch(() => undefined)
}

const findWindowWithKey = (endpoint: string): Promise<Page> =>
  findWindow(endpoint, page =>
    expect(page.getByRole('dialog')).toContainText('survivor', { timeout: 5_000 }),
  )

const crashesIn = async (dataFolder: string): Promise<number> =>
  (await readFile(join(dataFolder, 'claviger.log'), 'utf8').catch(() => '')).split('page-gone')
    .length - 1

test('a page that crashed is loaded again, with the new key still in main', async ({
  launcher,
  service,
}) => {
  const { page, endpoint } = await launcher.start()
  await connect(page, service)
  await create(page, 'survivor')
  await crash(page)
  await expect.poll(() => crashesIn(launcher.dataFolder)).toBe(1)
  const again = await findWindowWithKey(endpoint)
  await again.context().browser()?.close()
})

for (const answer of ['Load again', 'Quit'] as const) {
  test(`a page that crashes time and again is the user's matter: ${answer}`, async ({
    launcher,
    service,
  }) => {
    test.skip(hostCommand('test').name === 'electron', 'Electron asks outside of any page')
    const { page, endpoint, process } = await launcher.start()
    await connect(page, service)
    await create(page, 'survivor')
    await crash(page)
    let last = page
    for (const crashes of [1, 2, 3]) {
      await expect.poll(() => crashesIn(launcher.dataFolder)).toBe(crashes)
      last = await findWindowWithKey(endpoint)
      if (crashes < 3) await crash(last)
    }
    const asked = last.context().waitForEvent('page')
    await crash(last)
    const question = await asked
    await question.waitForURL('https://dialog.host.invalid/')
    await expect(question.getByRole('heading')).toHaveText('The window has crashed several times')
    const ended = new Promise(resolve => process.once('exit', resolve))
    await question.getByRole('button', { name: answer }).click()
    if (answer === 'Quit') return expect(await ended).toBe(0)
    await findWindowWithKey(endpoint)
  })
}
