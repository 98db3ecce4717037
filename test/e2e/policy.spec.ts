import type { Locator, Page } from '@playwright/test'
import {
  acknowledge,
  change,
  connect,
  create,
  dialog,
  go,
  openCreate,
  openDetail,
  readSecret,
  rowOf,
  start,
  switchTo,
} from '../../tools/administrator.ts'
import type { KeyService } from '../../tools/key-service.ts'
import { expect, test } from './fixture.ts'
import { watchPolicy } from './policy-watch.ts'
import { findWindow } from './window-again.ts'

const closed = async (page: Page, open: Locator): Promise<void> => {
  await expect(open).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(open).toBeHidden()
}

const command = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByLabel('Command', { exact: true }).fill(words)
  await page.keyboard.press('Enter')
}

/** Every kind of key service has a form of its own. */
const seeConnectors = async (page: Page): Promise<void> => {
  const doors = page.getByRole('button', { name: /^Connect to / })
  await expect(doors.first()).toBeVisible()
  for (const door of await doors.all()) {
    await door.click()
    await closed(page, dialog(page, 'Connect to a key service'))
  }
}

const seeKeys = async (page: Page, service: KeyService): Promise<void> => {
  const { key } = await service.createKey('preview', { name: 'retired' })
  await service.act('preview', key.id, 'revoke')
  await service.createSystem('preview', 'mobile-app-ios')
  await connect(page, service)
  const open = await openCreate(page)
  await open.getByRole('button', { name: 'Create key' }).click()
  await expect(open).toContainText(/name/i)
  await closed(page, open)
  const reveal = await create(page, 'checkout')
  await readSecret(reveal)
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await acknowledge(reveal)
  await change(page, 'checkout', 'Suspend')
  await change(page, 'checkout', 'Restore')
  await rowOf(page, 'checkout').getByRole('button', { name: 'Rotate' }).click()
  await closed(page, dialog(page, 'Rotate API key'))
  await rowOf(page, 'checkout').getByRole('button', { name: 'More actions' }).click()
  await closed(page, page.getByRole('menu', { name: 'Actions' }))
  const detail = await openDetail(page, 'checkout')
  await detail.getByRole('button', { name: 'Set expiry' }).click()
  await closed(page, dialog(page, 'Set expiry'))
  await detail.getByRole('button', { name: 'Edit' }).click()
  await expect(detail.getByLabel('Name')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(detail).toBeHidden()
}

const seeProduction = async (page: Page): Promise<void> => {
  await switchTo(page, 'Production')
  await acknowledge(await create(page, 'payments'))
  await start(page, 'payments', 'Delete')
  await closed(page, dialog(page, 'Delete API key'))
  await switchTo(page, 'Preview')
}

const seePages = async (page: Page): Promise<void> => {
  for (const place of ['Systems', 'Review', 'Activity', 'Connections', 'Settings', 'Keys'])
    await go(page, place)
  await go(page, 'Activity')
  await page.getByRole('tab').last().click()
  await expect(page.getByRole('tabpanel').getByRole('listitem').first()).toBeVisible()
  await go(page, 'Connections')
  for (const [button, title] of [
    ['Edit', 'Edit connection'],
    [/credential$/, /credential/i],
    ['Remove', 'Remove connection'],
  ] as const) {
    await page.getByRole('main').getByRole('button', { name: button }).first().click()
    await closed(page, dialog(page, title))
  }
  await go(page, 'Keys')
}

const seeCommands = async (page: Page): Promise<void> => {
  await page.keyboard.press('ControlOrMeta+K')
  await closed(page, dialog(page, 'Commands'))
  for (const [words, title] of [
    ['Help', 'Help'],
    ['Check the key', 'Check the key on the clipboard'],
    ['Export list', 'Export list'],
    ['Save diagnostics', 'Save diagnostics'],
  ] as const) {
    await command(page, words)
    await closed(page, dialog(page, title))
  }
}

for (const theme of ['Light', 'Dark'] as const) {
  test(`every page, dialog and menu keeps to the policy: ${theme.toLowerCase()}`, async ({
    application,
    service,
  }) => {
    test.setTimeout(240_000)
    const { page, endpoint } = application
    const violations = await watchPolicy(page)
    await go(page, 'Settings')
    await page.getByRole('radiogroup').getByText(theme).click()
    await go(page, 'Keys')
    await seeConnectors(page)
    await seeKeys(page, service)
    await seeProduction(page)
    await seePages(page)
    await seeCommands(page)
    await service.stop()
    await page.getByRole('button', { name: 'Refresh' }).first().click()
    await expect(page.getByRole('alert', { name: 'Offline' })).toBeVisible()
    expect(violations()).toEqual([])
    // The page that is there while it is locked, and after, is another.
    await page.keyboard.press('ControlOrMeta+L').catch(() => undefined)
    const heading = { name: 'Claviger is locked' }
    const locked = await findWindow(endpoint, found =>
      expect(found.getByRole('heading', heading)).toBeVisible({ timeout: 5_000 }),
    )
    const violationsLocked = await watchPolicy(locked)
    await locked.getByRole('button', { name: 'Unlock' }).click()
    await expect(rowOf(locked, 'checkout')).toBeVisible()
    expect(violationsLocked()).toEqual([])
  })
}

test('what breaks the policy is told of, so that silence means something', async ({
  application,
}) => {
  const { page } = application
  const violations = await watchPolicy(page)
  await page.evaluate(() => {
    const style = document.createElement('style')
    style.append('body { color: red }')
    document.body.append(style)
  })
  await expect.poll(violations).toEqual([expect.stringMatching(/^style-src-elem/)])
})
