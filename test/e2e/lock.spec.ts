import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  acknowledge,
  connect,
  create,
  dialog,
  expectLive,
  go,
  paste,
  readSecret,
  rowOf,
} from '../../tools/administrator.ts'
import { hostOrigin } from '../../tools/chromium-host/host-page.ts'
import { hostCommand } from '../../tools/host.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'
import { heapOf } from './traces.ts'
import { findWindow } from './window-again.ts'

const locked = (page: Page) => page.getByRole('heading', { name: 'Claviger is locked' })

/** The window once it is locked: another page than before. */
const lockedWindow = (endpoint: string): Promise<Page> =>
  findWindow(endpoint, page => expect(locked(page)).toBeVisible({ timeout: 5_000 }))

/** The page may go while it is still being clicked. */
const unheard = () => undefined

const lockByKey = (page: Page) => page.keyboard.press('ControlOrMeta+L').catch(unheard)

const unlock = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(locked(page)).toBeHidden()
}

/** What main answers to a page that asks past everything that is shown. */
const ask = (page: Page, route: string, input: unknown = null): Promise<unknown> =>
  page.evaluate(
    ([name, value]) => {
      const request: Request = Reflect.get(window, 'claviger').request
      return request(name, value)
    },
    [route, input] as const,
  )

type Request = (route: string, input: unknown) => Promise<unknown>

const logOf = (dataFolder: string): Promise<string> =>
  readFile(join(dataFolder, 'claviger.log'), 'utf8').catch(() => '')

test('a locked window knows nothing, shows nothing and is told nothing', async ({
  launcher,
  service,
}) => {
  const { page, endpoint } = await launcher.start()
  await connect(page, service)
  const reveal = await create(page, 'checkout-canary')
  const secret = await readSecret(reveal)
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
  await acknowledge(reveal)
  await page.getByRole('button', { name: 'Lock', exact: true }).click().catch(unheard)

  const window = await lockedWindow(endpoint)
  await expect(window.getByRole('main')).toContainText('You locked it.')
  await expect(window).toHaveTitle('Claviger')
  await expect(window.getByRole('button', { name: 'Unlock' })).toBeFocused()
  const heap = await heapOf(window)
  expect(heap).toContain('Claviger is locked')
  for (const known of [secret, 'checkout-canary', service.url, ...Object.values(service.tokens)])
    expect(heap.includes(known)).toBe(false)
  for (const route of ['connections.list', 'reveals.pending', 'proofs.list', 'handOffs.open'])
    expect(await ask(window, route)).toEqual({ ok: false, error: { code: 'locked' } })
  await expectAccessible(window, 'locked')

  await window.keyboard.press('Enter')
  await expect(rowOf(window, 'checkout-canary')).toBeVisible()
  await expectLive(window)
  expect(await paste(window)).toBe('')
  expect(await logOf(launcher.dataFolder)).not.toContain('page-gone')
})

test('a new key that waits is asked about first, and is there again', async ({
  launcher,
  service,
}) => {
  const { page, endpoint } = await launcher.start()
  await connect(page, service)
  const reveal = await create(page, 'pending')
  await lockByKey(page)
  const question = dialog(page, 'Lock before the key is stored?')
  await expect(question).toBeVisible()
  await expectAccessible(page, 'question')
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(reveal).toContainText('pending')
  await lockByKey(page)
  await question.getByRole('button', { name: 'Lock' }).click().catch(unheard)

  const window = await lockedWindow(endpoint)
  await expect(window.getByRole('main')).toContainText('A new key has not been stored yet.')
  const asked = window.waitForEvent('dialog')
  await window.evaluate(() => void setTimeout(() => location.reload()))
  await (await asked).dismiss()
  await unlock(window)
  const again = dialog(window, 'Store your new API key')
  await expect(again).toContainText('pending')
  const secret = await readSecret(again)
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
})

test('a computer that is locked waits for nobody, and the screen has no secret any longer', async ({
  launcher,
  service,
}) => {
  test.skip(hostCommand('test').name === 'electron', 'Electron hears of it from the system alone')
  const { page, endpoint, process } = await launcher.start()
  await connect(page, service)
  const secret = await readSecret(await create(page, 'on the screen'))
  expect((await heapOf(page)).includes(secret)).toBe(true)
  process.kill('SIGUSR2')

  const window = await lockedWindow(endpoint)
  await expect(window.getByRole('main')).toContainText('The computer was locked or asleep.')
  expect((await heapOf(window)).includes(secret)).toBe(false)
  await unlock(window)
  const again = dialog(window, 'Store your new API key')
  await expect(again.getByRole('button', { name: 'Show once' })).toHaveAttribute(
    'aria-description',
    /once already/,
  )
  await again.getByRole('button', { name: 'Copy key' }).click()
  await expect(again).toContainText('Copied.')
  await acknowledge(again)
  expect(await paste(window)).toBe(secret)
})

test('locking is no crash, however often', async ({ launcher, service }) => {
  const { page, endpoint } = await launcher.start()
  await connect(page, service)
  let window = page
  for (let times = 0; times < 5; times++) {
    await expect(window.getByRole('button', { name: 'Lock', exact: true })).toBeVisible()
    await lockByKey(window)
    window = await lockedWindow(endpoint)
    await unlock(window)
  }
  expect(await logOf(launcher.dataFolder)).not.toContain('page-gone')
})

test('a copy that fails is said to have failed, and its dialog stays', async ({
  application,
  service,
}) => {
  test.skip(hostCommand('test').name === 'electron', 'its clipboard asks for no permission')
  const { page } = application
  await connect(page, service)
  const reveal = await create(page, 'not copied')
  const copy = reveal.getByRole('button', { name: 'Copy key' })
  await copy.click()
  await expect(reveal).toContainText('Copied.')
  const system = await page.context().browser()?.newBrowserCDPSession()
  await system?.send('Browser.setPermission', {
    permission: { name: 'clipboard-write' },
    setting: 'denied',
    origin: hostOrigin('clipboard'),
  })
  await copy.click()
  await expect(reveal.getByRole('alert', { name: 'Copying failed' })).toBeVisible()
  await expect(reveal).not.toContainText('Copied.')
  await expect(reveal.getByRole('button', { name: 'Show once' })).toBeEnabled()
})

test('a shown secret cannot be selected', async ({ application, service }) => {
  const { page } = application
  await connect(page, service)
  const reveal = await create(page, 'not selected')
  const secret = await readSecret(reveal)
  await reveal.getByText(secret).click({ clickCount: 3 })
  await page.keyboard.press('ControlOrMeta+A')
  const selected = await page.evaluate(() => String(getSelection()))
  expect(selected).toContain('not selected')
  expect(selected).not.toContain(secret)
})

test('a shown secret hides itself when its time is over', async ({ application, service }) => {
  const { page } = application
  await connect(page, service)
  const reveal = await create(page, 'shown shortly')
  await page.clock.install()
  const secret = await readSecret(reveal)
  await page.clock.fastForward(59_000)
  await expect(reveal).toContainText(secret)
  await page.clock.fastForward(1_000)
  await expect(reveal).not.toContainText(secret)
  await expect(reveal.getByRole('button', { name: 'Copy key' })).toBeEnabled()
  expect((await heapOf(page)).includes(secret)).toBe(false)
})

test('what a crash left on the clipboard is known by a hash alone, until the next start', async ({
  launcher,
  service,
}) => {
  const note = join(launcher.dataFolder, 'clipboard-note.json')
  const first = await launcher.start()
  await connect(first.page, service)
  const reveal = await create(first.page, 'copied')
  const secret = await readSecret(reveal)
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
  await first.crash()
  const text = await readFile(note, 'utf8')
  expect(JSON.parse(text)).toMatchObject({ version: 1, copied: [{}] })
  expect(text).not.toContain(secret)
  await launcher.start()
  await expect.poll(() => readFile(note, 'utf8').catch(() => 'gone')).toBe('gone')
})

test('how long a secret may be seen is chosen, kept and said', async ({ launcher, service }) => {
  const first = await launcher.start()
  await connect(first.page, service)
  await go(first.page, 'Settings')
  const choose = async (label: string, option: string) => {
    await first.page.getByRole('combobox', { name: label }).click()
    await first.page.getByRole('option', { name: option, exact: true }).click()
    await expect(first.page.getByRole('combobox', { name: label })).toHaveValue(option)
  }
  await choose('Hide a shown key after', '15 seconds')
  await choose('Clear a copied key from the clipboard after', '30 seconds')
  await choose('Lock when idle for', '5 minutes')
  await expectAccessible(first.page, 'settings')
  await first.quit()

  const { page } = await launcher.start()
  const reveal = await create(page, 'seen shortly')
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('The clipboard is cleared in 30 seconds')
  await reveal.getByRole('button', { name: 'Show once' }).click()
  await expect(reveal).toContainText('It is hidden after 15 seconds')
  await acknowledge(reveal)
  await go(page, 'Settings')
  const lock = page.getByRole('combobox', { name: 'Lock when idle for' })
  await expect(lock).toHaveValue('5 minutes')
})
