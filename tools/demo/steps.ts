import type { Page } from '@playwright/test'
import {
  acknowledge,
  change,
  create,
  dialog,
  expect,
  expectLive,
  fillConnection,
  go,
  openCreate,
  openRotate,
  paste,
  readSecret,
  rowOf,
  start,
  switchTo,
} from '../administrator.ts'
import type { KeyService } from '../key-service.ts'

export type Show = (name: string) => Promise<void>
export type Stage = { readonly page: Page; readonly service: KeyService; readonly show: Show }
type Step = readonly [sentence: string, play: (stage: Stage) => Promise<void>]

const preview = [
  ['crm-integration', 'Contacts to the CRM, every hour'],
  ['staging-api', 'Staging of the public API'],
  ['mobile-app-ios', 'Release builds of the iOS app'],
  ['newsletter-worker', 'Sends the weekly newsletter'],
  ['search-indexer', 'Fills the product search'],
  ['fraud-check', 'Scores orders before they are paid'],
] as const
const production = [
  ['prod-main-app', 'The shop itself'],
  ['payments', 'Talks to the payment provider'],
  ['warehouse-sync', 'Stock levels, every minute'],
] as const

const systems = ['partner-portal', 'store-terminals', 'crm-export', 'mobile-app-android'] as const
const monthMs = 30 * 86_400_000

/** What colleagues have done before: their keys, some of them used, one suspended, one that expires. */
const furnish = async (service: KeyService): Promise<void> => {
  const made = { preview, production } as const
  for (const environment of ['preview', 'production'] as const) {
    for (const [name, description] of made[environment]) {
      const { key, secret } = await service.createKey(environment, { name, description })
      if (name !== 'staging-api') await service.verify(environment, secret)
      if (name === 'newsletter-worker') await service.act(environment, key.id, 'suspend')
      if (name === 'fraud-check') {
        const expiresAt = new Date(Date.now() + monthMs).toISOString()
        await service.edit(environment, key.id, { expiresAt })
      }
    }
  }
  for (const name of systems) {
    const { key } = await service.createSystem('preview', name)
    if (name !== 'crm-export') await service.generate('preview', key.id)
  }
}

const dark = async ({ page, show }: Stage): Promise<void> => {
  await go(page, 'Settings')
  await page.getByRole('radiogroup').getByText('Dark').click()
  for (const place of ['Keys', 'Systems', 'Review', 'Activity', 'Connections', 'Settings']) {
    await go(page, place)
    await show(`dark-${place.toLowerCase()}`)
  }
  await go(page, 'Keys')
  await openCreate(page)
  await show('dark-create')
  await page.keyboard.press('Escape')
}

let secret = ''

export const steps: readonly Step[] = [
  [
    'An administrator starts Claviger for the first time.',
    async ({ page, show }) => {
      await expect(page.getByRole('heading', { name: 'Welcome to Claviger' })).toBeVisible()
      await show('welcome')
    },
  ],
  [
    'They connect to their key service, compare its certificate and trust it.',
    async ({ page, service, show }) => {
      await furnish(service)
      const form = { name: 'Web shop', url: service.url, ...service.tokens }
      const open = await fillConnection(page, form)
      await open.getByRole('button', { name: 'Test connection' }).click()
      const trust = open.getByRole('button', { name: 'Trust this certificate' })
      await trust.scrollIntoViewIfNeeded()
      await show('certificate')
      await trust.click()
      await open.getByRole('button', { name: 'Test connection' }).click()
      await expect(open.getByRole('region', { name: 'Test result' })).toContainText('Works')
      await open.getByRole('region', { name: 'Test result' }).scrollIntoViewIfNeeded()
      await show('connection-tested')
      await open.getByRole('button', { name: 'Save' }).click()
      await expectLive(page)
      await expect(page.getByText('6 keys')).toBeVisible()
    },
  ],
  [
    'They create a key in Preview.',
    async ({ page, show }) => {
      const open = await openCreate(page)
      await open.getByLabel('Name').fill('checkout-service')
      await open.getByLabel('Description').fill('Checkout of the web shop')
      await show('create')
      await open.getByRole('button', { name: 'Create key' }).click()
    },
  ],
  [
    'They copy it without showing it, and say that it is stored.',
    async ({ page, service, show }) => {
      const reveal = dialog(page, 'Store your new API key')
      await expect(reveal).toBeVisible()
      await show('reveal')
      await reveal.getByRole('button', { name: 'Copy key' }).click()
      await expect(reveal).toContainText('Copied.')
      await show('copied')
      await acknowledge(reveal)
      secret = await paste(page)
      expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
      expect(await service.verify('production', secret)).toMatchObject({ valid: false })
      await page.getByRole('searchbox', { name: 'Filter keys' }).blur()
      await show('keys')
    },
  ],
  [
    'They find it, and look at what is known of it.',
    async ({ page, show }) => {
      await page.getByRole('searchbox', { name: 'Filter keys' }).fill('check')
      await expect(page.getByText('2 of 7 keys match')).toBeVisible()
      await show('search')
      await rowOf(page, 'checkout-service').getByText('checkout-service').click()
      await expect(dialog(page, /checkout-service/)).toBeVisible()
      await show('detail')
      await page.keyboard.press('Escape')
      await page.getByRole('searchbox', { name: 'Filter keys' }).fill('')
    },
  ],
  [
    'They suspend it; the service rejects it at once. They restore it; it works again.',
    async ({ page, service, show }) => {
      await rowOf(page, 'checkout-service').getByRole('button', { name: 'Suspend' }).click()
      await expect(dialog(page, 'Suspend API key')).toBeVisible()
      await show('suspend')
      await page.keyboard.press('Escape')
      await change(page, 'checkout-service', 'Suspend')
      expect(await service.verify('preview', secret)).toMatchObject({ valid: false })
      await expect(rowOf(page, 'checkout-service')).toContainText('Suspended')
      await show('suspended')
      await change(page, 'checkout-service', 'Restore')
      expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
    },
  ],
  [
    'They rotate it: for a day the old secret works beside the new one, and the hand-off stays with the key.',
    async ({ page, service, show }) => {
      const open = await openRotate(page, 'checkout-service', '1 day')
      await show('rotate')
      await open.getByRole('button', { name: 'Rotate' }).click()
      const reveal = dialog(page, 'Store the new secret of your API key')
      await expect(reveal).toContainText('stays valid until')
      const fresh = await readSecret(reveal)
      await acknowledge(reveal)
      for (const valid of [secret, fresh])
        expect(await service.verify('preview', valid)).toMatchObject({ valid: true })
      await rowOf(page, 'checkout-service').getByText('checkout-service').click()
      await expect(dialog(page, 'checkout-service')).toContainText('Hand-off')
      await show('hand-off')
      await page.keyboard.press('Escape')
    },
  ],
  [
    'They register a system, generate its key, and store that.',
    async ({ page, show }) => {
      await go(page, 'Systems')
      await page.getByRole('button', { name: 'Create system' }).first().click()
      const form = dialog(page, 'Create system')
      await form.getByLabel('Name').fill('loyalty-program')
      await form.getByRole('button', { name: 'Create system' }).click()
      const detail = dialog(page, 'loyalty-program')
      await detail.getByRole('button', { name: 'Manage API key' }).click()
      await detail.getByRole('button', { name: 'Generate key' }).click()
      const reveal = dialog(page, 'Store the generated API key')
      await expect(reveal).toContainText('loyalty-program')
      await acknowledge(reveal)
      await show('system-key')
      await page.keyboard.press('Escape')
      await expect(rowOf(page, 'crm-export')).toContainText('Not generated')
      await show('systems')
      await go(page, 'Keys')
    },
  ],
  [
    'They switch to Production, make a key there, and delete it, typing its name.',
    async ({ page, service, show }) => {
      await switchTo(page, 'Production')
      await expectLive(page)
      const reveal = await create(page, 'made-by-mistake')
      await reveal.getByRole('button', { name: 'Show once' }).click()
      await show('reveal-shown')
      const shown = await reveal.getByText(/^clv_production_\w{40,}$/).innerText()
      await acknowledge(reveal)
      await show('production')
      await start(page, 'made-by-mistake', 'Delete')
      const open = dialog(page, 'Delete API key')
      await open.getByLabel('Name of the key').fill('made-by-mistake')
      await show('delete-production')
      await open.getByRole('button', { name: 'Delete' }).click()
      await expect(rowOf(page, 'made-by-mistake')).toBeHidden()
      expect(await service.verify('production', shown)).toMatchObject({ code: 'NOT_FOUND' })
      await change(page, 'warehouse-sync', 'Suspend')
      await switchTo(page, 'Preview')
      await change(page, 'checkout-service', 'Delete')
      expect(await service.verify('preview', secret)).toMatchObject({ code: 'NOT_FOUND' })
    },
  ],
  [
    'The network goes away: everything can still be reviewed.',
    async ({ page, service, show }) => {
      await service.stop()
      await expect(page.getByRole('alert').filter({ hasText: 'Offline' })).toBeVisible()
      await show('offline')
      for (const place of ['Review', 'Activity', 'Connections']) {
        await go(page, place)
        await show(place.toLowerCase())
      }
    },
  ],
  [
    'It comes back, and so does Claviger.',
    async ({ page, service, show }) => {
      await service.start()
      await go(page, 'Keys')
      await page.getByRole('button', { name: 'Retry' }).click()
      await expectLive(page)
      await show('live-again')
    },
  ],
  ['At night, all of it is dark.', dark],
]
