import type { Locator, Page } from '@playwright/test'
import { dialog, expect, expectLive } from '../../../tools/administrator.ts'
import { administrator, type BetterAuth } from './service.ts'

type Form = {
  readonly configs?: BetterAuth['configs']
  /** Session tokens; the administrator's unless given. */
  readonly preview?: string
  readonly production?: string
  /** Of both environments. */
  readonly organization?: string
}

const typeAll = async (open: Locator, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, text] of Object.entries(fields))
    await open.getByLabel(label, { exact: true }).fill(text)
}

/** Fills the form as an administrator does who has two sessions and a configuration for each environment. */
export const fillConnection = async (
  page: Page,
  service: BetterAuth,
  { configs = service.configs, organization = '', ...sessions }: Form = {},
): Promise<Locator> => {
  await page.getByRole('button', { name: 'Connect to better-auth' }).click()
  const open = dialog(page, 'Connect to a key service')
  await typeAll(open, {
    Name: 'Shop',
    // The usual path is added, and Production is where Preview is.
    'Preview URL': service.url,
    'Preview configuration': configs.preview,
    'Production configuration': configs.production,
    'Preview organization (optional)': organization,
    'Production organization (optional)': organization,
    'Preview credential': sessions.preview ?? service.admin.token,
    'Production credential': sessions.production ?? (await service.signIn(administrator)).token,
    'Custom CA (optional)': service.ca,
  })
  return open
}

export const connect = async (page: Page, service: BetterAuth, form?: Form): Promise<void> => {
  const open = await fillConnection(page, service, form)
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()
  await expectLive(page)
}
