import type { Locator, Page } from '@playwright/test'
import {
  acknowledge,
  dialog,
  expect,
  expectLive,
  expectRefused,
  expireInThirtyDays,
  fillConnection,
  go,
  openCreate,
  openDetail,
  paste,
  readSecret,
  rowOf,
  switchTo,
} from '../../../tools/administrator.ts'
import { test as base } from '../../e2e/fixture.ts'
import { filesHolding, heapOf, holds } from '../../e2e/traces.ts'
import { startUnleash, type Unleash } from './service.ts'

/** One for all tests of this file: each has tokens of names of its own in it. */
const test = base.extend<object, { readonly unleash: Unleash }>({
  unleash: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
    async ({}, use) => {
      const service = await startUnleash()
      await use(service)
      await service.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

const fill = (page: Page, { url, certificate, credentials }: Unleash, token?: string) => {
  const credential = token ?? credentials.admin
  const form = { kind: 'Unleash', url, ca: certificate }
  return fillConnection(page, { ...form, preview: credential, production: credential })
}

const connect = async (page: Page, service: Unleash, token?: string): Promise<void> => {
  const open = await fill(page, service, token)
  // As Claviger offers it: development is Preview.
  await expect(open.getByLabel('Preview environment')).toHaveValue('development')
  await expect(open.getByLabel('Production environment')).toHaveValue('production')
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()
  await expectLive(page)
}

const send = async (page: Page, name: string): Promise<Locator> => {
  const open = await openCreate(page)
  await open.getByLabel('Name').fill(name)
  await open.getByRole('button', { name: 'Create key' }).click()
  return dialog(page, 'Store your new API key')
}

const createToken = async (page: Page, name: string): Promise<string> => {
  const reveal = await send(page, name)
  const secret = await readSecret(reveal)
  await acknowledge(reveal)
  return secret
}

/** Confirms, and leaves the dialog open that says how far it is. */
const deleteToken = async (page: Page, detail: Locator, name: string): Promise<Locator> => {
  await detail.getByRole('button', { name: 'Delete', exact: true }).click()
  const open = dialog(page, 'Delete API key')
  await expect(open).toContainText(name)
  const typed = open.getByLabel('Name of the key')
  if (await typed.isVisible()) await typed.fill(name)
  await open.getByRole('button', { name: 'Delete' }).click()
  await expect(open.getByRole('list')).toContainText('Accepted by the service: Done')
  return open
}

/** Goes on while Claviger still asks. */
const leave = async (open: Locator): Promise<void> => {
  await open.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(open).toBeHidden()
}

const copyAgain = async (page: Page, detail: Locator): Promise<string> => {
  await detail.getByRole('button', { name: 'Copy key' }).click()
  const open = dialog(page, 'Copy key')
  await open.getByRole('button', { name: 'Copy key' }).click()
  await expect(open).toBeHidden()
  await page.keyboard.press('Escape')
  return paste(page)
}

test('a token is made, found, copied again, given an end, and deleted until it is dead', async ({
  application,
  unleash,
}) => {
  const { page } = application
  await unleash.createToken({ tokenName: 'other', environment: 'development' })
  await connect(page, unleash)
  const secret = await createToken(page, 'checkout')
  expect(secret).toMatch(/^\*:development\.[0-9a-f]{56}$/)
  expect(await unleash.accepts('development', secret)).toBe(true)
  await expect(rowOf(page, 'checkout')).toContainText(secret.slice(-4))
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('check')
  await expect(rowOf(page, 'other')).toBeHidden()
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('')
  expect(await copyAgain(page, await openDetail(page, 'checkout'))).toBe(secret)

  const detail = await openDetail(page, 'checkout')
  await expectRefused(detail.getByRole('button', { name: 'Rotate' }), /create a second one/)
  await expectRefused(
    detail.getByRole('button', { name: 'Suspend' }),
    /set an expiry, or delete it/,
  )
  await expireInThirtyDays(page, detail)
  const made = (await unleash.tokens()).find(({ tokenName }) => tokenName === 'checkout')
  const days = (Date.parse(made?.expiresAt ?? '') - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(29)
  expect(days).toBeLessThan(31)

  const ending = await deleteToken(page, detail, 'checkout')
  // The service has said 200, and an application gets in all the same: it is not called done.
  const steps = ending.getByRole('list')
  await expect(steps).toContainText('Confirmed dead: Under way')
  expect(await unleash.accepts('development', secret)).toBe(true)
  await expect(steps).toContainText('Confirmed dead: Done', { timeout: 90_000 })
  expect(await unleash.accepts('development', secret)).toBe(false)
  await expect(ending).toBeHidden()
  await expect(rowOf(page, 'checkout')).toBeHidden()
  await go(page, 'Activity')
  await expect(page.getByText('Confirmed that the service refuses').first()).toBeVisible()
})

test('the environments are Unleash’s own, and their tokens stay apart', async ({
  application,
  unleash,
}) => {
  const { page } = application
  await connect(page, unleash)
  await createToken(page, 'tried out')
  await switchTo(page, 'Production')
  await expectLive(page)
  await expect(rowOf(page, 'tried out')).toBeHidden()
  const secret = await createToken(page, 'in earnest')
  expect(secret).toMatch(/^\*:production\./)
  expect(await unleash.accepts('production', secret)).toBe(true)
  await leave(await deleteToken(page, await openDetail(page, 'in earnest'), 'in earnest'))
  await expect(rowOf(page, 'in earnest')).toBeHidden()
  const left = (await unleash.tokens()).map(({ tokenName }) => tokenName)
  expect(left).toContain('tried out')
  expect(left).not.toContain('in earnest')
  await switchTo(page, 'Preview')
  await expect(rowOf(page, 'tried out')).toBeVisible()
})

test('what does not fit is named at its field: environment, kind of token, address', async ({
  application,
  unleash,
}) => {
  const { page } = application
  const token = { tokenName: 'of an application', type: 'frontend' } as const
  const { secret } = await unleash.createToken({ ...token, environment: 'production' })
  const open = await fill(page, unleash)
  const save = open.getByRole('button', { name: 'Save' })
  const [url, environment, credential] = [
    open.getByLabel('URL'),
    open.getByLabel('Preview environment'),
    open.getByLabel('Production credential', { exact: true }),
  ]
  await url.fill(`${unleash.url}/api`)
  await save.click()
  await expect(url).toHaveAttribute('aria-invalid', 'true')
  await url.fill(unleash.url)
  await environment.fill('staging')
  await save.click()
  await expect(environment).toHaveAttribute('aria-invalid', 'true')
  await expect(open).toContainText('development, production')
  await environment.fill('development')
  await credential.fill(secret)
  await save.click()
  await expect(credential).toHaveAccessibleDescription(/cannot manage tokens/)
  // Both would be the same tokens: Production's could be deleted under the name of Preview.
  await credential.fill(unleash.credentials.admin)
  await environment.fill('production')
  await save.click()
  await expect(open.getByLabel('Production environment')).toHaveAttribute('aria-invalid', 'true')
  await environment.fill('development')
  await save.click()
  await expect(open).toBeHidden()
  await expectLive(page)
})

test('a user who may only look is told which permissions are missing', async ({
  application,
  unleash,
}) => {
  const { page } = application
  await unleash.createToken({ tokenName: 'looked at', environment: 'development' })
  await connect(page, unleash, unleash.credentials.editor)
  const create = page.getByRole('button', { name: 'Create key' }).first()
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await expect(create).toHaveAttribute('aria-description', /may not create API tokens/)
  const detail = await openDetail(page, 'looked at')
  const remove = detail.getByRole('button', { name: 'Delete', exact: true })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(remove).toHaveAttribute('aria-description', /may not delete API tokens/)
  const copy = detail.getByRole('button', { name: 'Copy key' })
  await expect(copy).not.toHaveAttribute('aria-disabled', 'true')
})

test('Unleash goes away and comes back', async ({ application, unleash }) => {
  const { page } = application
  await unleash.createToken({ tokenName: 'stays', environment: 'development' })
  await connect(page, unleash)
  await expect(rowOf(page, 'stays')).toBeVisible()
  await unleash.stop()
  const banner = page.getByRole('alert').filter({ hasText: 'Offline' })
  await expect(banner).toContainText('can be read but not changed', { timeout: 60_000 })
  await expect(rowOf(page, 'stays')).toBeVisible()
  const create = page.getByRole('button', { name: 'Create key' }).first()
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await unleash.start()
  await banner.getByRole('button', { name: 'Retry' }).click()
  await expectLive(page)
})

test('no secret that the service lists is anywhere in Claviger', async ({ launcher, unleash }) => {
  const application = await launcher.start()
  const { page } = application
  const listed = await unleash.createToken({ tokenName: 'canary', environment: 'development' })
  await connect(page, unleash)
  const detail = await openDetail(page, 'canary')
  await expireInThirtyDays(page, detail)
  await leave(await deleteToken(page, detail, 'canary'))
  await expect(rowOf(page, 'canary')).toBeHidden()
  const second = await unleash.createToken({ tokenName: 'copied', environment: 'development' })
  await page.getByRole('button', { name: /^Refresh/ }).click()
  const copying = await openDetail(page, 'copied')
  await copying.getByRole('button', { name: 'Copy key' }).click()
  const copy = dialog(page, 'Copy key')
  await copy.getByRole('button', { name: 'Copy key' }).click()
  await expect(copy).toBeHidden()
  await page.keyboard.press('Escape')
  for (const place of ['Review', 'Activity', 'Connections', 'Settings', 'Keys'])
    await go(page, place)

  // Half of the random part would do to look it up in a log.
  const canaries = [listed, second].map(({ secret }) => secret.slice(-28))
  const heap = await heapOf(page)
  expect(heap).toContain('copied')
  const document = await page.content()
  for (const canary of canaries) {
    expect(heap.includes(canary)).toBe(false)
    expect(document.includes(canary)).toBe(false)
    expect(application.output()).not.toContain(canary)
  }
  // It was there to be copied.
  expect(await paste(page)).toBe(second.secret)
  await application.quit()
  for (const canary of [...canaries, unleash.credentials.admin])
    expect(await filesHolding(launcher.dataFolder, canary)).toEqual([])
  expect(await filesHolding(launcher.dataFolder, 'canary')).not.toEqual([])
  expect(holds(Buffer.from(second.secret), canaries[1] ?? '')).toBe(true)
})
