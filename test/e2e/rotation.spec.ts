import {
  acknowledge,
  connect,
  dialog,
  go,
  readSecret,
  rotate,
  rowOf,
  switchTo,
} from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('a rotated key has two secrets for as long as was chosen, and never three', async ({
  application,
  service,
}) => {
  const { page } = application
  const { secret: first } = await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)

  const reveal = await rotate(page, 'checkout', '1 day')
  await expect(reveal).toContainText('The previous secret stays valid until')
  const second = await readSecret(reveal)
  await acknowledge(reveal)
  for (const secret of [first, second])
    expect(await service.verify('preview', secret)).toMatchObject({ valid: true })

  const again = await rotate(page, 'checkout', 'Not at all')
  await expect(again).toContainText('The previous secret is no longer valid.')
  const third = await readSecret(again)
  await acknowledge(again)
  for (const secret of [first, second])
    expect(await service.verify('preview', secret)).toMatchObject({ code: 'REPLACED' })
  expect(await service.verify('preview', third)).toMatchObject({ valid: true })
})

test('a hand-off stays with the key until its last step, also after a restart', async ({
  launcher,
  service,
}) => {
  await service.createKey('preview', { name: 'checkout' })
  const first = await launcher.start()
  await connect(first.page, service)
  await acknowledge(await rotate(first.page, 'checkout', '1 hour'))
  await expect(rowOf(first.page, 'checkout')).toContainText('Hand-off open')
  await first.quit()

  const { page } = await launcher.start()
  await rowOf(page, 'checkout').getByText('checkout').click()
  const handOff = dialog(page, 'checkout').getByRole('region', { name: 'Hand-off' })
  const steps = handOff.getByRole('checkbox')
  await expect(steps).toHaveCount(4)
  await expect(steps.nth(0)).toBeChecked()
  await expect(steps.nth(1)).toBeChecked()
  await steps.nth(2).check()
  await expect(handOff).toBeVisible()
  // It goes with its list as soon as it is ticked: `check` would look for it afterwards.
  await steps.nth(3).click()
  await expect(handOff).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(rowOf(page, 'checkout')).not.toContainText('Hand-off open')
})

test('a crash before the new secret was stored: the same one can be had again', async ({
  launcher,
  service,
}) => {
  await service.createKey('preview', { name: 'checkout' })
  const first = await launcher.start()
  await connect(first.page, service)
  const secret = await readSecret(await rotate(first.page, 'checkout', 'Not at all'))
  await first.crash()

  const { page } = await launcher.start()
  const unfinished = page.getByRole('region', { name: 'A key is not finished' })
  await expect(unfinished).toContainText('checkout')
  await unfinished.getByRole('button', { name: 'Get the key' }).click()
  const reveal = dialog(page, 'Store the new secret of your API key')
  expect(await readSecret(reveal)).toBe(secret)
  await acknowledge(reveal)
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
})

test('suspend and revoke stand side by side, and what is final asks for the name in Production', async ({
  application,
  service,
}) => {
  const { page } = application
  const { secret } = await service.createKey('production', { name: 'payments' })
  await connect(page, service)
  await switchTo(page, 'Production')
  const row = rowOf(page, 'payments')
  await expect(row.getByRole('button', { name: 'Suspend' })).toBeVisible()

  await row.getByRole('button', { name: 'Rotate' }).click()
  const rotating = dialog(page, 'Rotate API key')
  await expect(rotating.getByRole('button', { name: 'Rotate' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await rotating.getByRole('button', { name: 'Cancel' }).click()

  await row.getByText('payments').click()
  await dialog(page, 'payments').getByRole('button', { name: 'Revoke' }).click()
  const revoking = dialog(page, 'Revoke API key')
  await expect(revoking).toContainText('Production')
  await expect(revoking).toContainText('cannot be undone')
  const confirm = revoking.getByRole('button', { name: 'Revoke' })
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  await revoking.getByLabel('Name of the key').fill('payments')
  await confirm.click()
  await expect(revoking).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(row).toContainText('Revoked')
  expect(await service.verify('production', secret)).toMatchObject({ code: 'REVOKED' })
})

test('a system and its key beside keys of their own', async ({ application, service }) => {
  const { page } = application
  await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  await go(page, 'Systems')
  await page.getByRole('button', { name: 'Create system' }).first().click()
  const form = dialog(page, 'Create system')
  await form.getByLabel('Name').fill('mobile-app-ios')
  await form.getByRole('button', { name: 'Create system' }).click()
  const detail = dialog(page, 'mobile-app-ios')
  await detail.getByRole('button', { name: 'Manage API key' }).click()
  await detail.getByRole('button', { name: 'Generate key' }).click()
  const reveal = dialog(page, 'Store the generated API key')
  const secret = await readSecret(reveal)
  await acknowledge(reveal)
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  await page.keyboard.press('Escape')
  await expect(rowOf(page, 'mobile-app-ios')).toContainText(secret.slice(-4))
  await expect(rowOf(page, 'checkout')).toHaveCount(0)
  await go(page, 'Keys')
  await expect(rowOf(page, 'checkout')).toBeVisible()
  await expect(rowOf(page, 'mobile-app-ios')).toHaveCount(0)
})
