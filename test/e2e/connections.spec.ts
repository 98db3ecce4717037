import {
  connect,
  create,
  dialog,
  expect,
  expectLive,
  fillConnection,
  go,
  rowOf,
  switchTo,
} from '../../tools/administrator.ts'
import { startKeyService } from '../../tools/key-service.ts'
import { test } from './fixture.ts'

test('a connection is renamed, moved, given new credentials and removed', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  await go(page, 'Connections')
  await page.getByRole('button', { name: 'Edit' }).click()
  const edit = dialog(page, 'Edit connection')
  await edit.getByLabel('Name').fill('Shop in Berlin')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Shop in Berlin' })).toBeVisible()
  await expect(page.getByText('In the keychain')).toHaveCount(2)

  // A credential was given for one address; at another it must be given again.
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect(edit.getByRole('note')).toBeHidden()
  await edit.getByLabel('URL').fill(service.url.replace('127.0.0.1', 'localhost'))
  const forgotten = edit.getByRole('note', { name: 'What is forgotten on saving' })
  await expect(forgotten).toContainText(`Production: the list of its keys. Its credential was`)
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(edit).toBeHidden()
  await expect(page.getByText('None', { exact: true })).toHaveCount(2)
  await page.getByRole('button', { name: 'Add Preview credential' }).click()
  const add = dialog(page, 'Add credential')
  await add.getByLabel('Preview credential', { exact: true }).fill('clva_wrong')
  await add.getByRole('button', { name: 'Save' }).click()
  const field = add.getByLabel('Preview credential', { exact: true })
  await expect(field).toHaveAccessibleDescription(/does not accept this for Preview/)
  await field.fill(service.tokens.preview)
  await add.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('In the keychain')).toHaveCount(1)
  await go(page, 'Keys')
  await expectLive(page)

  await go(page, 'Connections')
  await page.getByRole('button', { name: 'Remove' }).click()
  const remove = dialog(page, 'Remove connection')
  await expect(remove).toContainText('Nothing changes at the service')
  await remove.getByRole('button', { name: 'Remove' }).click()
  await go(page, 'Keys')
  await expect(page.getByRole('heading', { name: 'Welcome to Claviger' })).toBeVisible()
})

test('two services side by side are never mixed up', async ({ application, service }) => {
  const { page } = application
  const other = await startKeyService()
  try {
    const path = '/v1/environments/preview/keys'
    await service.ask('POST', path, service.tokens.preview, { name: 'of the shop' })
    await other.ask('POST', path, other.tokens.preview, { name: 'of the bank' })
    await connect(page, service, 'Shop')
    await expect(rowOf(page, 'of the shop')).toBeVisible()

    await page.getByRole('button', { name: 'Connection: Shop' }).click()
    await page.getByRole('menuitem', { name: 'Add connection' }).click()
    const form = { name: 'Bank', url: other.url, ca: other.certificate, ...other.tokens }
    const open = await fillConnection(page, form)
    await open.getByRole('button', { name: 'Save' }).click()
    await expect(rowOf(page, 'of the bank')).toBeVisible()
    await expect(rowOf(page, 'of the shop')).toBeHidden()
    await expect(page).toHaveTitle(/Bank/)

    await go(page, 'Review')
    const all = page.getByRole('grid', { name: 'All known API keys' })
    await expect(all.getByRole('row').filter({ hasText: 'of the shop' })).toContainText('Shop')
    await expect(all.getByRole('row').filter({ hasText: 'of the bank' })).toContainText('Bank')
    const states = page.getByRole('list', { name: 'State of the lists' }).getByRole('listitem')
    await expect(states).toHaveCount(4)
    await expect(states.filter({ hasText: 'Bank' }).filter({ hasText: '1 key as of' })).toHaveCount(
      1,
    )
  } finally {
    await other.remove()
  }
})

test('an environment without a credential says so, and keeps out of the other', async ({
  application,
  service,
}) => {
  const { page } = application
  const { preview } = service.tokens
  const form = { url: service.url, ca: service.certificate, preview }
  const open = await fillConnection(page, form)
  await open.getByRole('button', { name: 'Save' }).click()
  await expectLive(page)
  await switchTo(page, 'Production')
  await page.getByRole('button', { name: 'Add Production credential' }).click()
  const add = dialog(page, 'Add credential')
  // A Preview token is no credential for Production.
  await add.getByLabel('Production credential', { exact: true }).fill(preview)
  await add.getByRole('button', { name: 'Save' }).click()
  const field = add.getByLabel('Production credential', { exact: true })
  await expect(field).toHaveAccessibleDescription(/does not let this credential into Production/)
  await field.fill(service.tokens.production)
  await add.getByRole('button', { name: 'Save' }).click()
  await expect(add).toBeHidden()
  await expectLive(page)
})

test('a list that is on its way is never called empty', async ({ application, service }) => {
  const { page } = application
  const path = '/v1/environments/preview/keys'
  await service.ask('POST', path, service.tokens.preview, { name: 'first' })
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    new MutationObserver(() => {
      const title = document.querySelector('main h2')?.textContent
      if (title) seen.push(title)
    }).observe(document.body, { childList: true, subtree: true })
  })
  await connect(page, service)
  await expect(rowOf(page, 'first')).toBeVisible()
  const seen = await page.evaluate(() => Reflect.get(window, 'seen'))
  expect(seen).toContain('No key service yet')
  expect(seen).not.toContain('No API keys in Preview yet')
})

test('a connection with an unfinished key is not removed unwarned', async ({
  launcher,
  service,
}) => {
  const first = await launcher.start()
  await connect(first.page, service)
  await create(first.page, 'left behind')
  await first.crash()

  const { page } = await launcher.start()
  const card = page.getByRole('region', { name: 'A key is not finished' })
  await expect(card).toContainText('left behind')
  await go(page, 'Connections')
  await page.getByRole('button', { name: 'Remove' }).click()
  const remove = dialog(page, 'Remove connection')
  await expect(remove.getByRole('note')).toContainText('left behind')
  await remove.getByRole('button', { name: 'Remove' }).click()
  await expect(remove).toBeHidden()
  await expect(card).toContainText('Its connection was removed.')
  await expect(card.getByRole('button')).toHaveText(['Dismiss'])
})
