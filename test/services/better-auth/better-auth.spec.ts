import type { Locator, Page } from '@playwright/test'
import {
  acknowledge,
  dialog,
  expect,
  expectLive,
  expectRefused,
  expireInThirtyDays,
  go,
  openCreate,
  openDetail,
  readSecret,
  rowOf,
  switchTo,
} from '../../../tools/administrator.ts'
import { test as base } from '../../e2e/fixture.ts'
import { connect, fillConnection } from './connect.ts'
import { administrator, type BetterAuth, startBetterAuth } from './service.ts'

const test = base.extend<{ readonly betterAuth: BetterAuth }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
  betterAuth: async ({}, use) => {
    const service = await startBetterAuth()
    await use(service)
    await service.remove()
  },
})

/** Creates a key by the dialog, reads its secret off the screen, and says that it is stored. */
const createKey = async (page: Page, name: string): Promise<string> => {
  const open = await openCreate(page)
  await open.getByLabel('Name').fill(name)
  await expect(open.getByLabel('Description')).toBeHidden()
  await open.getByRole('button', { name: 'Create key' }).click()
  const reveal = dialog(page, 'Store your new API key')
  const secret = await readSecret(reveal)
  await acknowledge(reveal)
  return secret
}

/** Does by the button of the open key what its dialog confirms. */
const confirm = async (page: Page, name: string, effect: string): Promise<Locator> => {
  await dialog(page, name).getByRole('button', { name: effect, exact: true }).click()
  const open = dialog(page, `${effect} API key`)
  await expect(open).toContainText(name)
  const typed = open.getByLabel('Name of the key')
  if (await typed.isVisible()) await typed.fill(name)
  await open.getByRole('button', { name: effect }).click()
  return open
}

/** The same for what ends a key: nobody but its own server can ask better-auth about one, and that is said. */
const end = async (page: Page, name: string, effect: string): Promise<void> => {
  const open = await confirm(page, name, effect)
  await expect(open).toContainText('better-auth cannot be asked')
  await open.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(open).toBeHidden()
}

test('a key of better-auth is made, found, renamed, disabled, limited and deleted', async ({
  application,
  betterAuth,
}) => {
  const { page } = application
  await betterAuth.fill('default', 3)
  await connect(page, betterAuth)
  await expect(rowOf(page, 'key-002')).toBeVisible()

  const secret = await createKey(page, 'checkout')
  expect(secret).toMatch(/^tst_/)
  expect(await betterAuth.accepts('preview', secret)).toBe(true)
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('check')
  await expect(rowOf(page, 'key-002')).toBeHidden()

  const detail = await openDetail(page, 'checkout')
  await detail.getByRole('button', { name: 'Edit' }).click()
  await detail.getByLabel('Name').fill('checkout-eu')
  await detail.getByRole('button', { name: 'Save' }).click()
  const renamed = dialog(page, 'checkout-eu')
  await end(page, 'checkout-eu', 'Disable')
  await expect(rowOf(page, 'checkout-eu')).toContainText('Disabled')
  expect(await betterAuth.accepts('preview', secret)).toBe(false)
  await expect(await confirm(page, 'checkout-eu', 'Enable')).toBeHidden()
  await expect(rowOf(page, 'checkout-eu')).toContainText('Active')
  expect(await betterAuth.accepts('preview', secret)).toBe(true)

  await expectRefused(renamed.getByRole('button', { name: 'Rotate' }), /create a new one/)
  await expectRefused(renamed.getByRole('button', { name: 'Revoke' }), /disable the key/)

  await expireInThirtyDays(page, renamed)
  const listed = await betterAuth.ask('GET', '/api/auth/api-key/list', betterAuth.admin.token)
  expect(JSON.stringify(listed.body)).toMatch(/"name":"checkout-eu"[^}]*"expiresAt":"2/)

  await end(page, 'checkout-eu', 'Delete')
  await expect(rowOf(page, 'checkout-eu')).toBeHidden()
  expect(await betterAuth.accepts('preview', secret)).toBe(false)
})

test('the two environments are two configurations, and their keys stay apart', async ({
  application,
  betterAuth,
}) => {
  const { page } = application
  await connect(page, betterAuth)
  await createKey(page, 'tried')
  await switchTo(page, 'Production')
  await expectLive(page)
  await expect(rowOf(page, 'tried')).toBeHidden()
  const secret = await createKey(page, 'real')
  expect(secret).toMatch(/^live_/)
  expect(await betterAuth.accepts('production', secret)).toBe(true)
  expect(await betterAuth.accepts('preview', secret)).toBe(false)
  await openDetail(page, 'real')
  await end(page, 'real', 'Delete')
  await expect(rowOf(page, 'real')).toBeHidden()
  expect(await betterAuth.accepts('production', secret)).toBe(false)
  await switchTo(page, 'Preview')
  await expect(rowOf(page, 'tried')).toBeVisible()
})

test('a list that the service cuts off is not called whole', async ({
  application,
  betterAuth,
}) => {
  const { page } = application
  await betterAuth.fill('default', 250)
  const open = await fillConnection(page, betterAuth)
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/may have more/)).toBeVisible()
  await expect(page.getByRole('status', { name: 'Sync state' })).toHaveText('Incomplete')
})

test('what does not fit is named in the form, by the environment that it is for', async ({
  application,
  betterAuth,
}) => {
  const { page } = application
  await betterAuth.fill('default', 1)
  const configs = { preview: 'default', production: 'staging' }
  const open = await fillConnection(page, betterAuth, { configs, production: 'nobodys' })
  const save = open.getByRole('button', { name: 'Save' })
  const credential = open.getByLabel('Production credential', { exact: true })
  await save.click()
  await expect(credential).toHaveAccessibleDescription(/accept/)

  await credential.fill((await betterAuth.signIn(administrator)).token)
  await save.click()
  const config = open.getByLabel('Production configuration')
  await expect(config).toHaveAttribute('aria-invalid', 'true')
  await expect(config).toHaveAccessibleDescription(/does not have/)
  await config.fill('prod')
  await save.click()
  await expect(open).toBeHidden()
  await expectLive(page)
})

test('a session that ends is named, and another one goes on', async ({
  application,
  betterAuth,
}) => {
  const { page } = application
  await betterAuth.fill('default', 1)
  await connect(page, betterAuth)
  await expect(rowOf(page, 'key-001')).toBeVisible()
  await betterAuth.endSession(betterAuth.admin)
  const banner = page.getByRole('alert').filter({ hasText: 'Preview credential' })
  await expect(banner).toBeVisible()
  await expect(rowOf(page, 'key-001')).toBeVisible()
  await banner.getByRole('button', { name: /credential/ }).click()
  const replace = page.getByRole('dialog').filter({ hasText: 'redential' })
  const { token } = await betterAuth.signIn(administrator)
  await replace
    .getByLabel(/^Preview/)
    .first()
    .fill(token)
  await replace.getByRole('button', { name: 'Save' }).click()
  await expectLive(page)
})

test('a key that has expired is seen to, and leaves a trace when the service drops it', async ({
  application,
  betterAuth,
}) => {
  const { page } = application
  await connect(page, betterAuth)
  const secret = await createKey(page, 'campaign')
  const { body } = await betterAuth.ask('GET', '/api/auth/api-key/list', betterAuth.admin.token)
  await betterAuth.expireKey(/"id":"(\w+)"/.exec(JSON.stringify(body))?.[1] ?? '')
  const refresh = page.getByRole('button', { name: 'Refresh' })
  await refresh.click()
  await expect(rowOf(page, 'campaign')).toContainText('Expired')
  await betterAuth.verify(secret)
  await refresh.click()
  await expect(rowOf(page, 'campaign')).toBeHidden()
  await go(page, 'Activity')
  await expect(page.getByText('Expired, and removed by the service:')).toBeVisible()
})

test('who may only look at an organization’s keys sees why', async ({
  application,
  betterAuth,
}) => {
  const { page } = application
  const [member, reader] = [
    await betterAuth.signUp('member@example.com'),
    await betterAuth.signUp('reader@example.com'),
  ]
  const organization = await betterAuth.organization({ owner: betterAuth.admin, member, reader })
  const team = { name: 'shared', configId: 'team', organizationId: organization }
  await betterAuth.ask('POST', '/api/auth/api-key/create', betterAuth.admin.token, team)
  await connect(page, betterAuth, {
    configs: { preview: 'team', production: 'prod' },
    ...{ organization, preview: reader.token },
  })
  const remove = (await openDetail(page, 'shared')).getByRole('button', { name: 'Delete' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(remove).toHaveAttribute('aria-description', /apiKey:delete/)
})

test('better-auth goes away and comes back', async ({ application, betterAuth }) => {
  const { page } = application
  await betterAuth.fill('default', 1)
  await connect(page, betterAuth)
  await expect(rowOf(page, 'key-001')).toBeVisible()
  await betterAuth.stop()
  const banner = page.getByRole('alert').filter({ hasText: 'Offline' })
  await expect(banner).toContainText('can be read but not changed')
  await expect(rowOf(page, 'key-001')).toBeVisible()
  const create = page.getByRole('button', { name: 'Create key' })
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await betterAuth.start()
  await banner.getByRole('button', { name: 'Retry' }).click()
  await expectLive(page)
})
