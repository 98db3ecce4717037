import type { Page } from '@playwright/test'
import { connect, expectLive, go, rowOf, switchTo } from '../../tools/administrator.ts'
import type { KeyService } from '../../tools/key-service.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

/** Five keys of two people in Preview, one in Production. */
const plant = async (service: KeyService): Promise<void> => {
  const used = await service.createKey('preview', { name: 'checkout', expiresAt: inDays(5) })
  await service.verify('preview', used.secret)
  await service.createKey('preview', { name: 'billing', expiresAt: inDays(20) })
  await service.createKey('preview', { name: 'crm' })
  const { key } = await service.createKey('preview', { name: 'mail' })
  await service.act('preview', key.id, 'suspend')
  const token = await service.createToken('rita', 'key:view,key:create', 'preview')
  await service.ask('POST', '/v1/environments/preview/keys', token, { name: 'search' })
  await service.createKey('production', { name: 'live' })
}

const filter = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Filters' }).getByRole('button', { name })

const names = (page: Page) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })

test('a list is narrowed by what is known of its keys, and each choice says how many it has', async ({
  application,
  service,
}) => {
  const { page } = application
  await plant(service)
  await connect(page, service)
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()

  await filter(page, 'Status').click()
  await expect(page.getByRole('menuitemcheckbox', { name: 'Active 4' })).toBeVisible()
  await page.getByRole('menuitemcheckbox', { name: 'Suspended 1' }).click()
  await expect(page.getByText('1 of 5 keys match')).toBeVisible()
  await expectAccessible(page, 'the choices of a filter')
  // Two of them at once.
  await page.getByRole('menuitemcheckbox', { name: 'Active' }).click()
  await expect(page.getByText('5 of 5 keys match')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(filter(page, 'Status: Active, Suspended')).toBeFocused()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()

  await filter(page, 'Expiry').click()
  await expect(page.getByRole('menuitemradio', { name: 'Never 3' })).toBeVisible()
  await expect(page.getByRole('menuitemradio', { name: 'Within 30 days 2' })).toBeVisible()
  await page.getByRole('menuitemradio', { name: 'Within 7 days 1' }).click()
  await expect(names(page)).toHaveCount(1)
  await expect(rowOf(page, 'checkout')).toBeVisible()
  await filter(page, 'Expiry: Within 7 days').click()
  await page.getByRole('menuitemradio', { name: 'Any time' }).click()
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()

  await filter(page, 'Never used').click()
  await expect(filter(page, 'Never used')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('4 of 5 keys match')).toBeVisible()
  await expect(rowOf(page, 'checkout')).toBeHidden()
})

test('whose keys they are is found by a part of the name, without a mouse', async ({
  application,
  service,
}) => {
  const { page } = application
  await plant(service)
  await connect(page, service)
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()
  await filter(page, 'Owner').focus()
  await page.keyboard.press('Enter')
  const find = page.getByRole('textbox', { name: 'Find an owner' })
  await expect(find).toBeFocused()
  await expect(page.getByRole('option')).toHaveText(['Anybody', 'preview-admin4', 'rita1'])
  await expectAccessible(page, 'whose keys')
  await page.keyboard.type('RIT')
  await expect(page.getByRole('option')).toHaveText(['rita1'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(filter(page, 'Owner: rita')).toBeFocused()
  await expect(names(page)).toHaveCount(1)
  await expect(rowOf(page, 'search')).toBeVisible()
})

test('where nothing is left, it is said which filter to drop', async ({ application, service }) => {
  const { page } = application
  await plant(service)
  await connect(page, service)
  const box = page.getByRole('searchbox', { name: 'Filter keys' })
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()
  await filter(page, 'Status').click()
  await page.getByRole('menuitemcheckbox', { name: 'Suspended' }).click()
  await page.keyboard.press('Escape')
  await filter(page, 'Never used').click()
  await box.fill('bill')
  await expect(page.getByText('No key matches')).toBeVisible()
  await expect(page.getByText('leave none of 5 keys')).toContainText(
    '“bill”, “Status: Suspended” and “Never used”',
  )
  await expectAccessible(page, 'nothing left')
  // To drop what makes no difference is not offered.
  await expect(page.getByRole('button', { name: /^Without “Never used”/ })).toBeHidden()
  await page.getByRole('button', { name: 'Without “Status: Suspended”: 1 key' }).click()
  await expect(rowOf(page, 'billing')).toBeVisible()
  await box.fill('nothing like it')
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()
})

test('each list keeps its own filters, and Review has those of where and what', async ({
  application,
  service,
}) => {
  const { page } = application
  await plant(service)
  await connect(page, service)
  await filter(page, 'Never used').click()
  await expect(page.getByText('4 of 5 keys match')).toBeVisible()
  await switchTo(page, 'Production')
  await expectLive(page)
  await expect(page.getByText(/^1 key, as of/)).toBeVisible()
  await expect(filter(page, 'Never used')).toHaveAttribute('aria-pressed', 'false')

  await go(page, 'Review')
  await expect(page.getByText('6 keys on this computer')).toBeVisible()
  await filter(page, 'Environment').click()
  await expect(page.getByRole('menuitemradio', { name: 'Preview 5' })).toBeVisible()
  await page.getByRole('menuitemradio', { name: 'Production 1' }).click()
  await expect(page.getByText('1 of 6 keys match')).toBeVisible()
  await expect(rowOf(page, 'live')).toBeVisible()
  await filter(page, 'Kind').click()
  await page.getByRole('menuitemradio', { name: 'Systems', exact: true }).click()
  await expect(page.getByText('No system matches')).toBeVisible()
  await page.getByRole('button', { name: 'Without “Kind: Systems”' }).click()
  await expect(rowOf(page, 'live')).toBeVisible()

  await go(page, 'Keys')
  await switchTo(page, 'Preview')
  await expect(filter(page, 'Never used')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('4 of 5 keys match')).toBeVisible()
})

test('choices stay open while they leave nothing, to be taken back where they were made', async ({
  application,
  service,
}) => {
  const { page } = application
  await plant(service)
  await connect(page, service)
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()
  await filter(page, 'Status').click()
  const revoked = page.getByRole('menuitemcheckbox', { name: 'Revoked' })
  await revoked.click()
  await expect(page.getByText('No key matches')).toBeVisible()
  await page.getByRole('menuitemcheckbox', { name: 'Expired' }).click()
  await expect(filter(page, 'Status: Expired, Revoked')).toBeVisible()
  await expect(revoked).toBeVisible()
  for (const name of ['Expired', 'Revoked']) {
    await page.getByRole('menuitemcheckbox', { name }).click()
  }
  await expect(page.getByText(/^All 5 keys/)).toBeVisible()
})
