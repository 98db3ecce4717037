import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  acknowledge,
  change,
  connect,
  create,
  createAndRead,
  type Environment,
  expectLive,
  paste,
  rowOf,
  startBuiltIn,
  switchTo,
} from '../../tools/administrator.ts'
import { readBuiltIn } from './built-in.ts'
import { expect, test } from './fixture.ts'

test('the first start needs one click to a working key service', async ({
  application,
  launcher,
}) => {
  const { page } = application
  await expect(page.getByRole('heading', { name: 'Welcome to Claviger' })).toBeVisible()
  await startBuiltIn(page)
  await expect(page.getByText('No API keys in Preview yet')).toBeVisible()

  const secret = await createAndRead(page, 'first key')
  await expect(rowOf(page, 'first key')).toContainText('Active')
  const builtIn = await readBuiltIn(launcher.dataFolder)
  expect(await builtIn.verify('preview', secret)).toMatchObject({ valid: true })
})

test('quitting gives the built-in key service the time to close its data', async ({
  application,
  launcher,
}) => {
  await startBuiltIn(application.page)
  const open = async () =>
    (await readdir(join(launcher.dataFolder, 'key-service'))).filter(name => name.endsWith('-wal'))
  expect(await open()).toHaveLength(1)
  await application.quit()
  expect(await open()).toEqual([])
})

for (const environment of ['Preview', 'Production'] as const satisfies Environment[]) {
  test(`a key's life in ${environment}`, async ({ application, service }) => {
    const { page } = application
    const where = environment === 'Preview' ? 'preview' : 'production'
    await connect(page, service)
    await switchTo(page, environment)
    await expectLive(page)

    const reveal = await create(page, 'checkout', 'web shop')
    await reveal.getByRole('button', { name: 'Copy key' }).click()
    await expect(reveal).toContainText('Copied.')
    await acknowledge(reveal)
    const secret = await paste(page)
    expect(secret).toMatch(new RegExp(`^clv_${where}_`))
    expect(await service.verify(where, secret)).toMatchObject({ valid: true, code: 'VALID' })

    const row = rowOf(page, 'checkout')
    await expect(row).toContainText(`clv_${where}_`)
    await expect(row).toContainText(`${where}-admin`)
    await expect(row).not.toContainText(secret)

    await change(page, 'checkout', 'Suspend')
    await expect(row).toContainText('Suspended')
    expect(await service.verify(where, secret)).toMatchObject({ valid: false, code: 'SUSPENDED' })

    await change(page, 'checkout', 'Restore')
    await expect(row).toContainText('Active')
    expect(await service.verify(where, secret)).toMatchObject({ valid: true })

    await change(page, 'checkout', 'Delete')
    await expect(row).toBeHidden()
    await expect(page.getByText(`No API keys in ${environment} yet`)).toBeVisible()
    expect(await service.verify(where, secret)).toMatchObject({ valid: false, code: 'NOT_FOUND' })
  })
}

test('a Preview key opens nothing in Production', async ({ application, service }) => {
  const { page } = application
  await connect(page, service)
  const secret = await createAndRead(page, 'preview only')
  expect(await service.verify('production', secret)).toMatchObject({
    valid: false,
    code: 'WRONG_ENVIRONMENT',
  })
  await switchTo(page, 'Production')
  await expectLive(page)
  await expect(page.getByText('No API keys in Production yet')).toBeVisible()
})

test('what somebody else does appears by itself', async ({ application, service }) => {
  const { page } = application
  await connect(page, service)
  const path = '/v1/environments/preview/keys'
  await service.ask('POST', path, service.tokens.preview, { name: 'from elsewhere' })
  await expect(rowOf(page, 'from elsewhere')).toBeVisible()
})
