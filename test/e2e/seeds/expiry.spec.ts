import { connect, dialog, rowOf } from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test('an expiry is set and cleared, and a key that expires is shown so without a reload', async ({
  application,
  service,
}) => {
  test.setTimeout(150_000)
  const { page } = application
  const { key, secret } = await service.createKey('preview', { name: 'short-lived' })
  await connect(page, service)
  const row = rowOf(page, 'short-lived')
  await row.getByText('short-lived').click()
  const detail = dialog(page, 'short-lived')

  await detail.getByRole('button', { name: 'Set expiry' }).click()
  const expiry = dialog(page, 'Set expiry')
  await expiry.getByRole('combobox', { name: 'Expiry' }).click()
  await page.getByRole('option', { name: 'Chosen date' }).click()
  // “expiry in the past or beyond the limit”
  for (const [date, sentence] of [
    ['2020-01-01T00:00', /past/],
    ['2099-01-01T00:00', /at most/],
    ['', /Enter a date/],
  ] as const) {
    await expiry.getByLabel('Date and time').fill(date)
    await expiry.getByRole('button', { name: 'Set expiry' }).click()
    await expect(expiry.getByLabel('Date and time')).toHaveAccessibleDescription(sentence)
    await expect(expiry.getByLabel('Date and time')).toHaveValue(date)
  }
  await expiry.getByRole('combobox', { name: 'Expiry' }).click()
  await page.getByRole('option', { name: '30 days' }).click()
  await expiry.getByRole('button', { name: 'Set expiry' }).click()
  await expect(expiry).toBeHidden()
  await expect(detail).toContainText(/in 30 days/)

  await detail.getByRole('button', { name: 'Set expiry' }).click()
  await expiry.getByRole('combobox', { name: 'Expiry' }).click()
  await page.getByRole('option', { name: 'Never' }).click()
  await expiry.getByRole('button', { name: 'Set expiry' }).click()
  await expect(expiry).toBeHidden()
  await page.keyboard.press('Escape')
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })

  // “Expiry is derived from the server's clock, never stored; an expired key is refused by `verify` and shown expired within a
  // minute without a reload.”
  const soon = new Date(Date.now() + 8_000).toISOString()
  await service.edit('preview', key.id, { expiresAt: soon })
  await expect(row).toContainText('Active')
  await expect(row).toContainText('Expired', { timeout: 60_000 })
  expect(await service.verify('preview', secret)).toMatchObject({ valid: false, code: 'EXPIRED' })
})
