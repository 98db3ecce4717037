import type { Locator, Page } from '@playwright/test'
import {
  acknowledge,
  copyText,
  dialog,
  expectLive,
  expectRefused,
  fillConnection,
  openDetail,
  rotate,
  rowOf,
  start,
  switchTo,
} from '../../tools/administrator.ts'
import {
  admin,
  key as anthropicKey,
  organization,
  workspace,
} from '../main/connectors/anthropic/harness.ts'
import { startAnthropic } from '../main/connectors/anthropic/stand-in.ts'
import { startAccounts, workspaces } from '../main/connectors/openrouter/harness.ts'
import { acceptsAt, apis, rootKeys, startTwoApis } from '../main/connectors/unkey/harness.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'

// A day with hosted services. What answers are stand-ins, made by hand from the services' documentation: it is shown
// here that window and connectors work together, not that the services are as they are documented.

type Pair = { readonly preview: string; readonly production: string }
type Hosted = {
  readonly kind: string
  readonly url: string
  readonly setting: string
  readonly settings: Pair
  readonly credentials: Pair
}

const connectTo = async (page: Page, { kind, url, setting, settings, credentials }: Hosted) => {
  const open = await fillConnection(page, { kind, name: kind, url, ...credentials })
  await open.getByLabel(`Preview ${setting}`).fill(settings.preview)
  await open.getByLabel(`Production ${setting}`).fill(settings.production)
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()
  await expectLive(page)
}

const openMenu = async (page: Page, name: string): Promise<Locator> => {
  await rowOf(page, name).getByRole('button', { name: 'More actions' }).click()
  return page.getByRole('menu', { name: 'Actions' })
}

/** Reads the secret off the screen: it is that of the key which the service made. */
const readNew = async (reveal: Locator, made: () => string | undefined): Promise<string> => {
  await reveal.getByRole('button', { name: 'Show once' }).click()
  const secret = made() ?? 'none was made'
  await expect(reveal.getByText(secret, { exact: true })).toBeVisible()
  await acknowledge(reveal)
  return secret
}

const confirm = async (page: Page, title: string, button: string): Promise<Locator> => {
  const open = dialog(page, title)
  await open.getByRole('button', { name: button }).click()
  return open
}

/** Nobody had the key at hand: that the service accepted the change is all that is said. */
const expectUnproven = async (open: Locator): Promise<void> => {
  await expect(open.getByRole('list')).toContainText('Accepted by the service: Done')
  await expect(open.getByRole('list')).toContainText('Not confirmed: Not known')
  await open.getByRole('button', { name: 'Close', exact: true }).click()
}

const anthropicNever = [
  ['Set expiry', /^Anthropic’s API does not set a key’s expiry: create one .+ in the Claude Con/],
  [
    'Rotate',
    /^Anthropic’s API does not rotate keys: create a second key in the Claude Console, .+/,
  ],
  ['Delete', /^Anthropic’s API does not delete keys: archive this one, which ends it for good, .+/],
] as const

const startWorkspaces = async () => {
  const checkout = anthropicKey('apikey_1', { name: 'checkout', workspace: 'wrkspc_production' })
  const tryOut = anthropicKey('apikey_2', { name: 'try-out', workspace: 'wrkspc_preview' })
  const keys = [checkout]
  const service = await startAnthropic([
    organization(keys, [workspace('wrkspc_preview'), workspace('wrkspc_production')]),
  ])
  const form: Hosted = {
    ...{ kind: 'Anthropic', url: service.url, setting: 'workspace ID (optional)' },
    settings: { preview: 'wrkspc_preview', production: 'wrkspc_production' },
    credentials: { preview: admin, production: admin },
  }
  return { service, form, checkout, makeInConsole: () => keys.push(tryOut) }
}

test.describe('Anthropic', () => {
  test('where no key can be made, it is said before one is missed, and those made elsewhere appear', async ({
    application: { page },
  }) => {
    const { service, form, makeInConsole } = await startWorkspaces()
    try {
      await connectTo(page, form)
      const reason =
        /^Anthropic’s API does not create keys: create one in the Claude Console, under/
      await expect(page.getByRole('heading', { name: 'No API keys in Preview yet' })).toBeVisible()
      await expect(page.getByRole('main').getByText(reason)).toBeVisible()
      // The one button that everybody looks for, and no promise of what happens after it.
      await expect(page.getByRole('button', { name: 'Create key' })).toHaveCount(1)
      await expect(page.getByText('shown once')).toHaveCount(0)
      await expectRefused(page.getByRole('button', { name: 'Create key' }), reason)
      await expectAccessible(page, 'no keys where none can be made')
      await page.keyboard.press('ControlOrMeta+K')
      await page.getByLabel('Command', { exact: true }).fill('create key')
      await expect(page.getByRole('dialog').getByText(reason)).toBeVisible()
      await page.keyboard.press('Escape')

      makeInConsole()
      await page.getByRole('button', { name: 'Refresh' }).click()
      await expect(rowOf(page, 'try-out')).toBeVisible()
      await expect(rowOf(page, 'checkout')).toHaveCount(0)
      await switchTo(page, 'Production')
      await expect(rowOf(page, 'checkout')).toBeVisible()
      await expect(rowOf(page, 'try-out')).toHaveCount(0)
    } finally {
      await service.stop()
    }
  })

  test('menu and details show what cannot be done last, with its reason', async ({
    application: { page },
  }) => {
    const { service, form } = await startWorkspaces()
    try {
      await connectTo(page, form)
      await switchTo(page, 'Production')
      const menu = await openMenu(page, 'checkout')
      const items = menu.getByRole('menuitem')
      const can = ['Details', 'Deactivate', 'Archive']
      await expect(items).toHaveText([...can, ...anthropicNever.map(([label]) => label)])
      for (const [name, reason] of anthropicNever)
        await expectRefused(menu.getByRole('menuitem', { name }), reason)
      await expectAccessible(page, 'the menu of a key')
      // Without a mouse too: the arrow keys stop at what cannot be used, and Enter does nothing there.
      await items.last().focus()
      await page.keyboard.press('ArrowUp')
      await expect(items.nth(4)).toBeFocused()
      await expect(page.getByRole('tooltip')).toHaveText(anthropicNever[1][1])
      await page.keyboard.press('Enter')
      await expect(menu).toBeVisible()
      await page.keyboard.press('Escape')
      const detail = await openDetail(page, 'checkout')
      for (const [name, reason] of anthropicNever)
        await expectRefused(detail.getByRole('button', { name }), reason)
      await expectAccessible(page, 'the details of a key')
    } finally {
      await service.stop()
    }
  })

  test('a key is renamed, deactivated, activated and archived', async ({
    application: { page },
  }) => {
    const { service, form, checkout } = await startWorkspaces()
    try {
      await connectTo(page, form)
      await switchTo(page, 'Production')
      const detail = await openDetail(page, 'checkout')
      await detail.getByRole('button', { name: 'Edit' }).click()
      await expect(detail.getByLabel('Description')).toHaveCount(0)
      await detail.getByLabel('Name').fill('payments')
      await detail.getByRole('button', { name: 'Save' }).click()
      await expect(dialog(page, 'payments').getByRole('button', { name: 'Edit' })).toBeVisible()
      expect(checkout).toMatchObject({ name: 'payments', status: 'active' })
      await page.keyboard.press('Escape')

      await start(page, 'payments', 'Deactivate')
      await expectUnproven(await confirm(page, 'Deactivate API key', 'Deactivate'))
      await expect(rowOf(page, 'payments')).toContainText('Inactive')
      expect(checkout.status).toBe('inactive')
      await start(page, 'payments', 'Activate')
      await confirm(page, 'Activate API key', 'Activate')
      await expect(rowOf(page, 'payments')).toContainText('Active')
      expect(checkout.status).toBe('active')
      await start(page, 'payments', 'Archive')
      await dialog(page, 'Archive API key').getByLabel('Name of the key').fill('payments')
      await expectUnproven(await confirm(page, 'Archive API key', 'Archive key'))
      await expect(rowOf(page, 'payments')).toContainText('Archived')
      expect(checkout.status).toBe('archived')
    } finally {
      await service.stop()
    }
  })
})

test('Unkey: a key is made, rotated with an overlap, suspended until it is refused, and deleted', async ({
  application: { page },
}) => {
  const service = await startTwoApis()
  const { secret: live } = service.plant({ apiId: apis.production, name: 'live' })
  const made = () => service.keys().filter(({ name }) => name === 'checkout')
  const accepted = (secret: string) => acceptsAt(service.url, 'preview', secret)
  const marked = (secret: string) => rowOf(page, `${secret.slice(0, 4)}…`)
  try {
    const form = { kind: 'Unkey', url: service.url, setting: 'API ID' }
    await connectTo(page, { ...form, settings: apis, credentials: rootKeys })
    await page.getByRole('button', { name: 'Create key' }).first().click()
    const create = dialog(page, 'Create API key')
    await expect(create.getByLabel('Description')).toHaveCount(0)
    await create.getByLabel('Name').fill('checkout')
    await create.getByRole('button', { name: 'Create key' }).click()
    const first = await readNew(dialog(page, 'Store your new API key'), () => made()[0]?.secret)

    const renewed = await rotate(page, 'checkout', '1 hour')
    await expect(renewed).toContainText('The previous secret stays valid until')
    const second = await readNew(renewed, () => made()[1]?.secret)
    // Both are in sight, each with its end, and both are let in.
    await expect(marked(second)).not.toContainText(/in \d/)
    await expect(marked(first)).toContainText(/in (1h|\d+m)/)
    expect(await Promise.all([first, second].map(accepted))).toEqual([true, true])

    service.misbehave({ lags: true })
    await copyText(page, second)
    await marked(second).getByRole('button', { name: 'Suspend' }).click()
    await dialog(page, 'Suspend API key').getByLabel('Confirm with the key on the clip').check()
    const suspend = await confirm(page, 'Suspend API key', 'Suspend')
    // The service has said yes, and some of its regions know nothing yet.
    await expect(suspend.getByRole('list')).toContainText('No longer accepted: Under way')
    expect(await accepted(second)).toBe(true)
    service.settle()
    await expect(suspend.getByRole('list')).toContainText('No longer accepted: Done')
    await expect(suspend).toBeHidden()
    expect(await accepted(second)).toBe(false)

    await marked(second).getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expectUnproven(await confirm(page, 'Delete API key', 'Delete'))
    await expect(marked(second)).toHaveCount(0)
    expect(made().map(({ secret }) => secret)).toEqual([first])
    await switchTo(page, 'Production')
    await expect(rowOf(page, 'live')).toContainText(live.slice(0, 4))
    await expect(rowOf(page, 'checkout')).toHaveCount(0)
  } finally {
    await service.stop()
  }
})

test('OpenRouter: an expiry is given when a key is made, and never afterwards', async ({
  application: { page },
}) => {
  const { service, credentials } = await startAccounts()
  const made = () => service.keys().find(({ name }) => name === 'reports')
  try {
    const form = { kind: 'OpenRouter', url: service.url, setting: 'workspace ID (optional)' }
    await connectTo(page, { ...form, settings: workspaces, credentials })
    await switchTo(page, 'Production')
    await page.getByRole('button', { name: 'Create key' }).first().click()
    const create = dialog(page, 'Create API key')
    await create.getByLabel('Name').fill('reports')
    await create.getByRole('combobox', { name: 'Expiry' }).click()
    await page.getByRole('option', { name: '30 days' }).click()
    await expectAccessible(page, 'a form with an expiry')
    await create.getByRole('button', { name: 'Create key' }).click()
    await readNew(dialog(page, 'Store your new API key'), () => made()?.secret)
    expect(made()?.workspace).toBe(workspaces.production)
    const days = (Date.parse(made()?.expiresAt ?? '') - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(30)

    const menu = await openMenu(page, 'reports')
    const reason = /^OpenRouter sets a key’s expiry only when the key is created: create one with/
    await expectRefused(menu.getByRole('menuitem', { name: 'Set expiry' }), reason)
    await page.keyboard.press('Escape')
    await switchTo(page, 'Preview')
    await expect(page.getByRole('heading', { name: 'No API keys in Preview yet' })).toBeVisible()
  } finally {
    await service.stop()
  }
})
