import type { Page } from '@playwright/test'
import {
  acknowledge,
  connect,
  create,
  dialog,
  go,
  readSecret,
  rowOf,
  switchTo,
} from '../../tools/administrator.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'

for (const theme of ['Light', 'Dark'] as const) {
  test(`the dialogs of rotation, expiry, revocation and systems are accessible: ${theme.toLowerCase()}`, async ({
    application,
    service,
  }) => {
    test.setTimeout(180_000)
    const { page } = application
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    const check = (place: string) => expectAccessible(page, `${theme} ${place}`)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await service.createKey('production', { name: 'payments' })
    await service.createSystem('preview', 'mobile-app-ios')
    await connect(page, service)
    await go(page, 'Settings')
    await page.getByRole('radiogroup').getByText(theme).click()
    await go(page, 'Keys')
    await switchTo(page, 'Production')

    await page.getByRole('button', { name: 'Create key' }).first().click()
    const form = dialog(page, 'Create API key')
    await form.getByLabel('Name').fill('Maria Garcia')
    await expect(form.getByRole('button', { name: 'Create anyway' })).toBeVisible()
    await form.getByRole('combobox', { name: 'Expiry' }).click()
    await expect(page.getByRole('option', { name: '1 year' })).toBeVisible()
    await check('create with a warning')
    await page.getByRole('option', { name: 'Chosen date' }).click()
    await form.getByLabel('Date and time').fill('2020-01-01T00:00')
    await check('create with a past expiry')
    await form.getByRole('button', { name: 'Cancel' }).click()

    await rowOf(page, 'payments').getByText('payments').click()
    const drawer = dialog(page, 'payments')
    await drawer.getByRole('button', { name: 'Set expiry' }).click()
    // It never expires already.
    const expire = dialog(page, 'Set expiry').getByRole('button', { name: 'Set expiry' })
    await expect(expire).toHaveAttribute('aria-disabled', 'true')
    await check('expiry')
    await dialog(page, 'Set expiry').getByRole('button', { name: 'Cancel' }).click()

    await drawer.getByRole('button', { name: 'Rotate' }).click()
    const rotating = dialog(page, 'Rotate API key')
    // In Production its owner must know before.
    const rotate = rotating.getByRole('button', { name: 'Rotate' })
    await expect(rotate).toHaveAttribute('aria-disabled', 'true')
    await check('rotate')
    await rotating.getByRole('checkbox').check()
    await rotate.click()
    const reveal = page.getByRole('dialog').filter({ hasText: 'I have stored it' })
    await expect(reveal).toContainText('The previous secret stays valid until')
    await check('rotated')
    await page.keyboard.press('Escape')
    await expect(dialog(page, 'You will not see this key again')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(reveal.getByRole('button', { name: 'Copy key' })).toBeVisible()
    await acknowledge(reveal)
    await expect(drawer.getByRole('region', { name: 'Hand-off' })).toBeVisible()
    await check('hand-off')

    await drawer.getByRole('button', { name: 'Revoke' }).click()
    const revoking = dialog(page, 'Revoke API key')
    const confirm = revoking.getByRole('button', { name: 'Revoke' })
    await expect(confirm).toHaveAttribute('aria-disabled', 'true')
    await check('revoke in Production')
    await revoking.getByLabel('Name of the key').fill('payments')
    await confirm.click()
    await expect(revoking).toBeHidden()
    await expect(drawer.getByRole('button', { name: 'Rotate' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await page.keyboard.press('Escape')

    await switchTo(page, 'Preview')
    await go(page, 'Systems')
    await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
    const system = dialog(page, 'mobile-app-ios')
    await expect(system.getByRole('button', { name: 'Manage API key' })).toBeVisible()
    await check('system')
    await system.getByRole('button', { name: 'Manage API key' }).click()
    await expect(system.getByRole('button', { name: 'Back to the system' })).toBeFocused()
    await check('system key')
    expect(complaints).toEqual([])
  })
}

test('a key on the clipboard is checked, and what is not a whole key is recognised', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const reveal = await create(page, 'checkout')
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
  await acknowledge(reveal)

  const checking = dialog(page, 'Check the key on the clipboard')
  const check = async () => {
    await page.keyboard.press('ControlOrMeta+K')
    await page.getByLabel('Command', { exact: true }).fill('check')
    await page.keyboard.press('Enter')
    await checking.getByRole('button', { name: 'Check the key' }).click()
  }
  await check()
  await expect(checking).toContainText('nowhere else')
  await expect(checking).toContainText('The key is valid in Preview')
  await checking.getByRole('button', { name: 'Open details' }).click()
  await expect(dialog(page, 'checkout')).toBeVisible()
  await page.keyboard.press('Escape')

  await switchTo(page, 'Production')
  await check()
  await expect(checking).toContainText('is none of Production’s')
  await page.keyboard.press('Escape')

  await switchTo(page, 'Preview')
  const mask = await rowOf(page, 'checkout').locator('code').innerText()
  const box = page.getByRole('searchbox')
  await box.fill(mask.trim())
  await box.press('ControlOrMeta+A')
  await box.press('ControlOrMeta+C')
  await box.fill('')
  await check()
  await expect(checking).toContainText('This is the masked prefix shown in the list')
  await expectAccessible(page, 'check')
})

test('a crash before new secrets were stored: each can be had again, and undone where that is possible', async ({
  launcher,
  service,
}) => {
  await service.createKey('preview', { name: 'checkout' })
  await service.createSystem('preview', 'mobile-app-ios')
  const first = await launcher.start()
  await connect(first.page, service)
  await rowOf(first.page, 'checkout').getByRole('button', { name: 'Rotate' }).click()
  await dialog(first.page, 'Rotate API key').getByRole('button', { name: 'Rotate' }).click()
  const reveal = (page: Page) => page.getByRole('dialog').filter({ hasText: 'I have stored it' })
  await expect(reveal(first.page)).toBeVisible()
  await first.crash()

  const second = await launcher.start()
  const { page } = second
  const line = (name: string) =>
    page
      .getByRole('region', { name: /not finished/ })
      .getByRole('listitem')
      .filter({ hasText: name })
  // A rotation cannot be undone.
  await expect(line('checkout').getByRole('button')).toHaveText(['Dismiss', 'Get the key'])
  await line('checkout').getByRole('button', { name: 'Get the key' }).click()
  await expect(reveal(page)).toContainText('was rotated')
  const secret = await readSecret(reveal(page))
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  await acknowledge(reveal(page))
  await go(page, 'Systems')
  await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
  await page.getByRole('button', { name: 'Manage API key' }).click()
  await page.getByRole('button', { name: /^Generate/ }).click()
  await expect(reveal(page)).toContainText('got its API key')
  const generated = await readSecret(reveal(page))
  await second.crash()

  const third = await launcher.start()
  await third.page.getByRole('button', { name: 'Revoke it' }).click()
  const revoke = dialog(third.page, 'Revoke unfinished key')
  await expect(revoke).toContainText('The key of the system mobile-app-ios')
  await revoke.getByRole('button', { name: 'Revoke' }).click()
  await expect(revoke).toBeHidden()
  await expect.poll(() => service.verify('preview', generated)).toMatchObject({ valid: false })
  await go(third.page, 'Systems')
  await expect(rowOf(third.page, 'mobile-app-ios')).toContainText('Not generated')
})

test.describe('an edit that is confirmed', () => {
  test.use({ profile: 'consentrix' })

  test('keeps what was typed when the question is closed', async ({ application, service }) => {
    const { page } = application
    await service.createSystem('preview', 'mobile-app-ios')
    await connect(page, service)
    await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
    const detail = dialog(page, 'mobile-app-ios')
    await detail.getByRole('button', { name: 'Edit' }).click()
    await detail.getByLabel('System Name').fill('mobile-app')
    await detail.getByRole('button', { name: 'Save' }).click()
    const asked = dialog(page, 'Confirm the changes')
    await expect(asked).toContainText('mobile-app-ios becomes mobile-app')
    await page.keyboard.press('Escape')
    await expect(asked).toBeHidden()
    await expect(detail.getByLabel('System Name')).toHaveValue('mobile-app')
    await expect(rowOf(page, 'mobile-app-ios')).toBeVisible()
  })
})

test.describe('a list of both environments', () => {
  test.use({ profile: 'environments' })

  test('says of every row, of its dialogs and of the window whether it is Production', async ({
    application,
    service,
  }) => {
    const { page } = application
    await service.createKey('preview', { name: 'web-shop' })
    await service.createKey('production', { name: 'payments' })
    await connect(page, service)
    await expect(rowOf(page, 'payments')).toHaveAttribute('data-edge', 'production')
    await expect(rowOf(page, 'web-shop')).not.toHaveAttribute('data-edge')
    const band = page.getByRole('note', { name: 'Environment in use' })
    await expect(band).toHaveText('Preview · ShopProduction · Shop')
    await expect(page).toHaveTitle(/^Preview and Production – Shop/)
    // Preview is chosen; the key's own environment counts.
    await rowOf(page, 'payments').getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const deleting = dialog(page, 'Delete API key')
    await expect(deleting.getByLabel('Name of the key')).toBeVisible()
    await expect(deleting).toContainText('Production')
  })
})
