import {
  connect,
  create,
  dialog,
  paste,
  rowOf,
  start,
  switchTo,
} from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('a new key is shown once, and not lost by a slip of the hand', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const reveal = await create(page, 'precious')
  const secret = reveal.getByText(/^clv_preview_[0-9A-Za-z]{40,}$/)
  await expect(secret).toBeHidden()
  await reveal.getByRole('button', { name: 'Show once' }).click()
  const text = await secret.innerText()
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
  await reveal.getByRole('button', { name: 'Hide' }).click()
  await expect(secret).toBeHidden()
  await expect(reveal.getByRole('button', { name: 'Show once' })).toHaveAttribute(
    'aria-description',
    /once already/,
  )

  await expect(reveal.getByRole('button', { name: 'Done' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await page.keyboard.press('Escape')
  const question = dialog(page, 'You will not see this key again')
  await expect(question).toContainText('precious')
  await question.getByRole('button', { name: 'Go back' }).click()
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Close anyway' }).click()
  await expect(question).toBeHidden()
  expect(await paste(page)).toBe(text)
})

test('a reload brings the dialog back, with the key still in main', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  await create(page, 'reloaded')
  page.on('dialog', question => void question.accept())
  await page.reload()
  const reveal = dialog(page, 'Store your new API key')
  await expect(reveal).toContainText('reloaded')
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
})

test('a crash before the key was stored: the same key can be had again, or cleaned up', async ({
  launcher,
  service,
}) => {
  const first = await launcher.start()
  await connect(first.page, service)
  const reveal = await create(first.page, 'interrupted')
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
  await first.crash()

  const second = await launcher.start()
  await expect(rowOf(second.page, 'interrupted')).toHaveCount(1)
  await second.page.getByRole('button', { name: 'Get the key' }).click()
  const again = dialog(second.page, 'Store your new API key')
  await again.getByRole('button', { name: 'Show once' }).click()
  const secret = await again.getByText(/^clv_preview_[0-9A-Za-z]{40,}$/).innerText()
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  await second.crash()

  const third = await launcher.start()
  await third.page.getByRole('button', { name: 'Delete it' }).click()
  const remove = dialog(third.page, 'Delete unfinished key')
  await expect(remove).toContainText('Its secret was copied or shown')
  await remove.getByRole('button', { name: 'Delete' }).click()
  await expect(remove).toBeHidden()
  await expect(rowOf(third.page, 'interrupted')).toBeHidden()
  await expect.poll(() => service.verify('preview', secret)).toMatchObject({ valid: false })
})

test('a crash after the key was stored: it is said, and nothing happens to the key', async ({
  launcher,
  service,
}) => {
  const first = await launcher.start()
  await connect(first.page, service)
  const reveal = await create(first.page, 'in use')
  await reveal.getByRole('button', { name: 'Show once' }).click()
  const secret = await reveal.getByText(/^clv_preview_\w{40,}$/).innerText()
  await first.crash()

  const { page } = await launcher.start()
  const card = page.getByRole('region', { name: 'A key is not finished' })
  await card.getByRole('button', { name: 'I have stored it' }).click()
  await expect(card).toBeHidden()
  await expect(rowOf(page, 'in use')).toContainText('Active')
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
})

test('Production is unmistakable, and a delete there asks for the name', async ({
  application,
  service,
}) => {
  const { page } = application
  const path = '/v1/environments/production/keys'
  await service.ask('POST', path, service.tokens.production, { name: 'payments' })
  await connect(page, service)
  await switchTo(page, 'Production')
  await expect(page).toHaveTitle(/^Production/)
  await start(page, 'payments', 'Delete')
  const open = dialog(page, 'Delete API key')
  await expect(open).toContainText('Production')
  await expect(open).toContainText('cannot be undone')
  await expect(open.getByRole('button', { name: 'Cancel' })).toBeFocused()
  const remove = open.getByRole('button', { name: 'Delete' })
  for (const typed of ['', 'payment', 'Payments', 'payments ']) {
    await open.getByLabel('Name of the key').fill(typed)
    await expect(remove).toHaveAttribute('aria-disabled', 'true')
  }
  await open.getByLabel('Name of the key').fill('payments')
  await remove.click()
  await expect(rowOf(page, 'payments')).toBeHidden()
})
