import type { Page } from '@playwright/test'
import { connect, dialog, fillConnection, go, rowOf, switchTo } from '../../tools/administrator.ts'
import type { KeyService } from '../../tools/key-service.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'

type Check = (place: string) => Promise<void>
type Tour = (page: Page, service: KeyService, check: Check) => Promise<void>

const closing = async (page: Page, check: Check, place: string): Promise<void> => {
  await check(place)
  await page.keyboard.press('Escape')
}

const helpAndCheck: Tour = async (page, _service, check) => {
  await page.getByRole('button', { name: 'Help' }).click()
  await expect(dialog(page, 'Help')).toBeVisible()
  await check('help')
  await dialog(page, 'Help').getByRole('button', { name: 'Check a key' }).click()
  const asked = dialog(page, 'Check the key on the clipboard')
  await asked.getByRole('button', { name: 'Check the key' }).click()
  await expect(asked.getByRole('alert').or(asked.locator('[data-good]'))).toBeVisible()
  await closing(page, check, 'check a key')
}

const claviger: Tour = async (page, service, check) => {
  await service.createKey('production', { name: 'payments' })
  const soon = new Date(Date.now() + 3 * 86_400_000).toISOString()
  await service.createKey('production', { name: 'warehouse', expiresAt: soon })
  const { key } = await service.createKey('production', { name: 'retired' })
  await service.act('production', key.id, 'revoke')
  await service.createSystem('production', 'mobile-app-ios')
  await connect(page, service)
  await switchTo(page, 'Production')
  await expect(rowOf(page, 'retired')).toContainText('Revoked')
  await check('keys in Production')
  for (const effect of ['Rotate', 'Suspend']) {
    await rowOf(page, 'payments').getByRole('button', { name: effect }).click()
    await expect(dialog(page, `${effect} API key`)).toBeVisible()
    await closing(page, check, effect)
  }
  await rowOf(page, 'payments').getByText('payments').click()
  const detail = dialog(page, 'payments')
  await detail.getByRole('button', { name: 'Set expiry' }).click()
  await expect(dialog(page, 'Set expiry')).toBeVisible()
  await closing(page, check, 'set expiry')
  await detail.getByRole('button', { name: 'Revoke' }).click()
  await expect(dialog(page, 'Revoke API key')).toBeVisible()
  await closing(page, check, 'revoke in Production')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Create key' }).click()
  await dialog(page, 'Create API key').getByLabel('Name').fill('anna.schmidt@example.com')
  await expect(page.getByRole('button', { name: 'Create anyway' })).toBeVisible()
  await closing(page, check, 'a name that gives something away')
  await go(page, 'Systems')
  await expect(rowOf(page, 'mobile-app-ios')).toBeVisible()
  await check('systems')
  await go(page, 'Activity')
  await page.getByRole('tab').last().click()
  await expect(page.getByRole('tabpanel').getByRole('listitem').first()).toBeVisible()
  await check('audit log')
}

const consently: Tour = async (page, service, check) => {
  await service.createKey('preview', { name: 'Staging Environment' })
  const { key } = await service.createKey('preview', { name: 'Analytics App' })
  await service.act('preview', key.id, 'suspend')
  await connect(page, service)
  await expect(rowOf(page, 'Analytics App')).toContainText('Revoked')
  await check('keys')
  const offered = [
    ['Staging Environment', 'Revoke'],
    ['Analytics App', 'Restore'],
    ['Analytics App', 'Delete'],
  ] as const
  for (const [name, effect] of offered) {
    await rowOf(page, name).getByRole('button', { name: effect }).click()
    await expect(page.getByRole('dialog').filter({ hasText: name })).toBeVisible()
    await closing(page, check, effect)
  }
  await helpAndCheck(page, service, check)
}

const consentrix: Tour = async (page, service, check) => {
  const { key } = await service.createSystem('preview', 'checkout-service')
  await service.generate('preview', key.id)
  await connect(page, service)
  await go(page, 'Systems', 'API Key Management')
  await expect(rowOf(page, 'checkout-service')).toContainText('••••')
  await check('systems')
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(dialog(page, 'Create System')).toBeVisible()
  await closing(page, check, 'create system')
  await rowOf(page, 'checkout-service').getByRole('button', { name: 'View' }).click()
  const detail = dialog(page, 'checkout-service')
  await expect(detail.getByRole('button', { name: 'Edit' })).toBeVisible()
  await check('system detail')
  await detail.getByRole('button', { name: 'Manage API Key' }).click()
  await expect(detail.getByRole('button', { name: 'Generate API Key' })).toBeVisible()
  await check('manage API key')
  await detail.getByRole('button', { name: 'Revoke API Key' }).click()
  await expect(dialog(page, 'Revoke API Key')).toBeVisible()
  await closing(page, check, 'revoke')
  await page.keyboard.press('Escape')
  await helpAndCheck(page, service, check)
}

const environments: Tour = async (page, service, check) => {
  await service.createKey('preview', { name: 'web-shop' })
  await service.createKey('production', { name: 'payments' })
  await connect(page, service)
  await expect(rowOf(page, 'payments')).toBeVisible()
  await check('one list')
  await rowOf(page, 'payments').getByRole('button', { name: 'Actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Revoke' })).toBeVisible()
  await closing(page, check, 'menu')
  await page.getByRole('button', { name: 'Create API Key' }).click()
  const form = dialog(page, 'Create API Key')
  await form.getByRole('combobox', { name: 'Environment' }).click()
  await page.getByRole('option', { name: 'Production' }).click()
  await closing(page, check, 'create in Production')
}

const projects: Tour = async (page, service, check) => {
  await connect(page, service)
  await expect(page.getByText('No API key has been created on this project.')).toBeVisible()
  await check('no keys')
  await service.createKey('preview', { name: 'reasoning-worker' })
  await rowOf(page, 'reasoning-worker').getByRole('button', { name: 'Detail' }).click()
  await expect(dialog(page, 'API key details')).toBeVisible()
  await closing(page, check, 'details as a form')
}

const apiAccess: Tour = async (page, service, check) => {
  await service.createKey('preview', { name: 'crm-integration' })
  await service.setPlan('Starter')
  const form = await fillConnection(page, {
    ...{ url: service.url, ca: service.certificate, ...service.tokens },
  })
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Upgrade required' })).toBeVisible()
  await check('upgrade required')
  await service.setPlan('Business')
  // What refuses is asked ever more slowly, but every minute.
  await expect(rowOf(page, 'crm-integration')).toBeVisible({ timeout: 60_000 })
  await check('keys')
  for (const effect of ['Rotate', 'Revoke']) {
    await rowOf(page, 'crm-integration').getByRole('button', { name: effect }).click()
    await expect(dialog(page, new RegExp(`^${effect}`))).toBeVisible()
    await closing(page, check, effect)
  }
  await service.setPlan('Starter')
  await expect(page.getByRole('alert').filter({ hasText: 'Upgrade required' })).toBeVisible()
  await check('downgraded')
}

const tours = {
  claviger,
  consently,
  consentrix,
  environments,
  projects,
  'api-access': apiAccess,
} as const satisfies Record<string, Tour>

for (const [profile, tour] of Object.entries(tours)) {
  for (const theme of ['Light', 'Dark'] as const) {
    test.describe(`${profile}, ${theme.toLowerCase()}`, () => {
      test.use({ profile })
      test('every page and dialog of its own is accessible', async ({ application, service }) => {
        test.setTimeout(180_000)
        const { page } = application
        // Half way through a fade nothing has the contrast that a reader sees.
        await page.emulateMedia({ reducedMotion: 'reduce' })
        await go(page, 'Settings')
        await page.getByRole('radiogroup').getByText(theme).click()
        await go(page, 'Keys')
        await tour(page, service, place => expectAccessible(page, place))
      })
    })
  }
}
