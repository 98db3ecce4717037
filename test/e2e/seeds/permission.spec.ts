import { DatabaseSync } from 'node:sqlite'
import { dialog, fillConnection, rowOf, start } from '../../../tools/administrator.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { expect, test } from '../fixture.ts'

/** What whoever manages the service's tokens does meanwhile: no command of it changes a token that is in use. */
const permit = (service: KeyService, token: string, permissions: readonly string[]): void => {
  const database = new DatabaseSync(`${service.folder}/service.db`, { timeout: 5000 })
  try {
    const change = database.prepare('update token set permissions = ? where name = ?')
    expect(change.run(permissions.join(' '), token).changes).toBe(1)
  } finally {
    database.close()
  }
}

test('a permission that is taken away under an open page disables its button, and says why', async ({
  application,
  service,
}) => {
  const { page } = application
  const { secret } = await service.createKey('preview', { name: 'checkout' })
  const all = ['key:view', 'key:create', 'key:edit', 'key:delete']
  const preview = await service.createToken('support', all.join(','), 'preview')
  const form = { url: service.url, ca: service.certificate, preview }
  const connecting = await fillConnection(page, form)
  await connecting.getByRole('button', { name: 'Save' }).click()
  await expect(connecting).toBeHidden()
  const row = rowOf(page, 'checkout')
  await start(page, 'checkout', 'Delete')
  const deleting = dialog(page, 'Delete API key')

  // “missing permission (403: the button disables itself with the reason)”
  permit(service, 'support', ['key:view', 'key:edit'])
  const confirm = deleting.getByRole('button', { name: 'Delete', exact: true })
  await confirm.click({ force: true })
  await expect(confirm).toHaveAttribute('aria-description', /key:delete/)
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  await deleting.getByRole('button', { name: 'Cancel' }).click()

  const create = page.getByRole('button', { name: 'Create key' })
  await expect(create).toHaveAttribute('aria-description', /key:create/)
  await expect(row.getByRole('button', { name: 'Suspend' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  )

  permit(service, 'support', all)
  await start(page, 'checkout', 'Suspend')
  const suspending = dialog(page, 'Suspend API key')
  await suspending.getByRole('button', { name: 'Suspend', exact: true }).click()
  await expect(row).toContainText('Suspended')
})
