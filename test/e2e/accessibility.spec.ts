import {
  acknowledge,
  change,
  connect,
  create,
  dialog,
  go,
  openCreate,
  rowOf,
  start,
  switchTo,
} from '../../tools/administrator.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'

for (const theme of ['Light', 'Dark'] as const) {
  test(`every page and dialog is accessible and keeps to its policy: ${theme.toLowerCase()}`, async ({
    application,
    service,
  }) => {
    test.setTimeout(180_000)
    const { page } = application
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error' || /policy|trusted/i.test(message.text())) {
        complaints.push(message.text())
      }
    })
    const check = (place: string) => expectAccessible(page, place)
    // Half way through a fade nothing has the contrast that a reader sees.
    await page.emulateMedia({ reducedMotion: 'reduce' })

    await go(page, 'Settings')
    await page.getByRole('radiogroup').getByText(theme).click()
    await check('settings')
    await go(page, 'Keys')
    await check('welcome')
    await page.getByRole('button', { name: 'Connect to Unkey' }).click()
    await expect(dialog(page, 'Connect to a key service')).toBeVisible()
    await check('connect')
    await page.keyboard.press('Escape')
    await connect(page, service)
    await check('no keys')

    const open = await openCreate(page)
    await check('create')
    await open.getByRole('button', { name: 'Create key' }).click()
    await check('create with an error')
    await page.keyboard.press('Escape')
    const reveal = await create(page, 'checkout')
    await check('reveal')
    await acknowledge(reveal)
    await check('keys')

    await rowOf(page, 'checkout').getByText('checkout').click()
    await expect(dialog(page, /checkout/)).toBeVisible()
    await check('detail')
    await page.keyboard.press('Escape')
    for (const effect of ['Suspend', 'Restore'] as const) {
      await rowOf(page, 'checkout').getByRole('button', { name: effect }).click()
      await expect(dialog(page, `${effect} API key`)).toBeVisible()
      await check(effect)
      await page.keyboard.press('Escape')
      if (effect === 'Suspend') await change(page, 'checkout', 'Suspend')
    }
    await switchTo(page, 'Production')
    await acknowledge(await create(page, 'payments'))
    await start(page, 'payments', 'Delete')
    await expect(dialog(page, 'Delete API key')).toBeVisible()
    await check('delete in Production')
    await page.keyboard.press('Escape')
    for (const place of ['Review', 'Activity', 'Connections']) {
      await go(page, place)
      await check(place)
    }
    await go(page, 'Keys')
    await service.stop()
    await expect(page.getByRole('alert', { name: 'Offline' })).toBeVisible()
    await check('offline')
    expect(complaints).toEqual([])
  })
}
