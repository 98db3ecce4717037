import type { Page } from '@playwright/test'
import { connect, dialog, rowOf, start, switchTo } from '../../tools/administrator.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'
import { hostileNames, plantHostileNames } from './hostile-names.ts'

/** Nothing of a name was taken for anything but text, and nothing of it is wider or higher than the page. */
const expectHarmless = async (page: Page): Promise<void> => {
  await expect(page.locator('main img, [role=dialog] img')).toHaveCount(0)
  expect(await page.title()).toMatch(/Claviger$/)
  const fits = await page.evaluate(
    () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
  )
  expect(fits).toBe(true)
}

test('names of a service that stops at nothing: list, search, detail, dialogs and title', async ({
  application,
  service,
}) => {
  test.setTimeout(120_000)
  const { page } = application
  await plantHostileNames(service, 'production')
  await connect(page, service)
  await switchTo(page, 'Production')

  const grid = page.getByRole('grid')
  const names = () => grid.locator('bdi').allTextContents()
  await expect(rowOf(page, hostileNames.long[1])).toBeVisible()
  const shown = new Set(await names())
  // Not every row is drawn at once.
  await rowOf(page, hostileNames.pattern[1]).hover()
  await page.mouse.wheel(0, 5000)
  await expect(rowOf(page, hostileNames.reversed[1])).toBeVisible()
  for (const name of await names()) shown.add(name)
  expect([...shown]).toEqual(
    expect.arrayContaining(Object.values(hostileNames).map(([, seen]) => seen)),
  )
  const heights = await grid
    .getByRole('row')
    .evaluateAll(rows => new Set(rows.slice(1).map(row => row.getBoundingClientRect().height)).size)
  expect(heights).toBe(1)
  await expectHarmless(page)
  await expectAccessible(page, 'the list')

  const search = page.getByRole('searchbox')
  for (const text of ['(a+)+$', '%_*[', '__proto__', '<img', '../']) {
    await search.fill(text)
    await expect(page.getByRole('status').filter({ hasText: '1 of 18 keys match' })).toBeVisible()
  }
  // Long enough to keep a regular expression busy for ever.
  await search.fill(`${'a'.repeat(199)}!`)
  await expect(page.getByText('No key matches')).toBeVisible()
  await search.fill('')

  for (const what of ['reversed', 'long', 'terminal'] as const) {
    const [, seen] = hostileNames[what]
    await rowOf(page, seen).click({ position: { x: 60, y: 20 } })
    const detail = page.getByRole('dialog')
    await expect(detail.getByRole('heading').first()).toHaveText(seen)
    await expectHarmless(page)
    await page.keyboard.press('Escape')
    await expect(detail).toBeHidden()
  }
})

test('a name that looks like another is asked for as it is, not as it looks', async ({
  application,
  service,
}) => {
  const { page } = application
  await plantHostileNames(service, 'production')
  await service.createKey('production', { name: 'paypal' })
  await connect(page, service)
  await switchTo(page, 'Production')
  const [name] = hostileNames.lookAlike
  await start(page, name, 'Delete')
  const open = dialog(page, 'Delete API key')
  const typed = open.getByLabel('Name of the key')
  const remove = open.getByRole('button', { name: 'Delete' })
  await expect(open).toContainText('p\\u0430yp\\u0430l')
  await typed.fill('paypal')
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await typed.fill('p\\u0430yp\\u0430l')
  await expect(remove).not.toHaveAttribute('aria-disabled', 'true')
  await expectHarmless(page)
  await expectAccessible(page, 'the confirmation')
  await remove.click()
  await expect(open).toBeHidden()
  await expect(rowOf(page, 'paypal')).toHaveCount(1)

  const [reversed, seen] = hostileNames.reversed
  await start(page, seen, 'Delete')
  await typed.fill(reversed.replace('\u202e', ''))
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await typed.fill(seen)
  await expect(remove).not.toHaveAttribute('aria-disabled', 'true')
  await open.getByRole('button', { name: 'Cancel' }).click()

  await start(page, 'LLLL', 'Delete')
  await expect(open).toContainText('the first 60 characters')
  await typed.fill('L'.repeat(60))
  await expect(remove).not.toHaveAttribute('aria-disabled', 'true')
  await expectHarmless(page)
})
