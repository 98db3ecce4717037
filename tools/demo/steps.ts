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
  paste,
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

/** What colleagues have done before: their keys, some of them used, one of them suspended. */
const furnish = async (service: KeyService): Promise<void> => {
  const made = { preview, production } as const
  for (const environment of ['preview', 'production'] as const) {
    const path = `/v1/environments/${environment}/keys`
    for (const [name, description] of made[environment]) {
      const body = { name, description }
      const answer = await service.ask('POST', path, service.tokens[environment], body)
      const { key, secret } = answer.body as { key: { id: string }; secret: string }
      if (name !== 'staging-api') await service.verify(environment, secret)
      if (name === 'newsletter-worker') {
        await service.ask('POST', `${path}/${key.id}/suspend`, service.tokens[environment])
      }
    }
  }
}

const dark = async ({ page, show }: Stage): Promise<void> => {
  await go(page, 'Settings')
  await page.getByRole('radiogroup').getByText('Dark').click()
  for (const place of ['Keys', 'Review', 'Activity', 'Connections', 'Settings']) {
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
