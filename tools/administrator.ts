import { expect as base, type Locator, type Page } from '@playwright/test'
import type { KeyService } from './key-service.ts'

/** Patient enough for a busy machine, wherever it is used. */
export const expect = base.configure({ timeout: 15_000 })

export type Environment = 'Preview' | 'Production'

export const dialog = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('dialog', { name })

export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('grid').getByRole('row').filter({ hasText: name })

const titles: Readonly<Record<string, RegExp>> = { Keys: /^(API keys|Welcome to Claviger)$/ }

/** In the top right corner of the window. */
export const expectTopRight = async (locator: Locator): Promise<void> => {
  await expect(locator).toBeVisible()
  const { right, top } = await locator.evaluate(element => {
    const { right, top } = element.getBoundingClientRect()
    return { right, top }
  })
  const width = await locator.page().evaluate<number>('innerWidth')
  expect(right).toBeGreaterThan(width - 100)
  expect(top).toBeLessThan(150)
}

/** Opens a page and waits until it is there: pages are loaded when they are first asked for. */
export const go = async (page: Page, place: string, heading?: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: place }).click()
  const title = { level: 1, name: heading ?? titles[place] ?? place } as const
  await expect(page.getByRole('heading', title)).toBeVisible()
}

export const switchTo = async (page: Page, environment: Environment): Promise<void> => {
  const group = page.getByRole('group', { name: 'Environment' })
  await group.getByRole('button', { name: environment }).click()
  await expect(page.getByRole('note', { name: 'Environment in use' })).toContainText(environment)
}

export const expectLive = (page: Page): Promise<void> =>
  expect(page.getByRole('status', { name: 'Sync state' })).toHaveText('Live')

type Form = {
  /** Name of the connector; without one, whichever is chosen. */
  readonly kind?: string
  readonly name?: string
  readonly url: string
  readonly preview?: string
  readonly production?: string
  readonly ca?: string
}

/** Opens the dialog, unless it is open, and fills it. */
export const fillConnection = async (page: Page, form: Form): Promise<Locator> => {
  const open = dialog(page, 'Connect to a key service')
  const door = page.getByRole('button', {
    name: `Connect to ${form.kind ?? 'Claviger key service'}`,
  })
  await expect(open.or(door).first()).toBeVisible()
  if (!(await open.isVisible())) await door.click()
  else if (form.kind) await chooseKind(page, form.kind)
  await open.getByLabel('Name').fill(form.name ?? 'Shop')
  await open.getByLabel('URL').fill(form.url)
  await open.getByLabel('Preview credential', { exact: true }).fill(form.preview ?? '')
  await open.getByLabel('Production credential', { exact: true }).fill(form.production ?? '')
  const ca = open.getByLabel('Custom CA (optional)')
  // That of a hosted service is folded away.
  if (form.ca !== undefined && !(await ca.isVisible()))
    await open.getByText('Certificate', { exact: true }).click()
  if (await ca.isVisible()) await ca.fill(form.ca ?? '')
  return open
}

/** Chooses another kind of key service in the dialog that is open. */
export const chooseKind = async (page: Page, kind: string): Promise<void> => {
  await page.getByRole('combobox', { name: 'Key service' }).click()
  await page.getByRole('option', { name: kind, exact: true }).click()
}

/** Connects with both credentials, and the service's certificate as custom authority. */
export const connect = async (page: Page, service: KeyService, name = 'Shop'): Promise<void> => {
  const form = { name, url: service.url, ca: service.certificate, ...service.tokens }
  const open = await fillConnection(page, form)
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()
  await expectLive(page)
}

export const startBuiltIn = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Start the built-in key service' }).click()
  await expectLive(page)
}

export const openCreate = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const open = dialog(page, 'Create API key')
  await expect(open).toBeVisible()
  return open
}

/** Fills and sends the create dialog; the reveal dialog is open when it resolves. */
export const create = async (page: Page, name: string, description = ''): Promise<Locator> => {
  const open = await openCreate(page)
  await open.getByLabel('Name').fill(name)
  await open.getByLabel('Description').fill(description)
  await open.getByRole('button', { name: 'Create key' }).click()
  const reveal = dialog(page, 'Store your new API key')
  await expect(reveal).toBeVisible()
  return reveal
}

export const acknowledge = async (reveal: Locator, done = 'Done'): Promise<void> => {
  await reveal.getByLabel('I have stored it').check()
  // By its text: the cross in the corner may have the same name, and asks first.
  await reveal.getByRole('button').filter({ hasText: done }).click()
  await expect(reveal).toBeHidden()
}

/** Reads the secret off the screen. */
export const readSecret = async (reveal: Locator): Promise<string> => {
  await reveal.getByRole('button', { name: 'Show once' }).click()
  return reveal.getByText(/^\S{49,}$/).innerText()
}

/** Creates a key, reads its secret off the screen, and says that it is stored. */
export const createAndRead = async (page: Page, name: string): Promise<string> => {
  const reveal = await create(page, name)
  const secret = await readSecret(reveal)
  await acknowledge(reveal)
  return secret
}

/** What stands in the menu of a row, where its service offers more than two things. */
const inMenu = ['Revoke', 'Delete']

/** Starts what is offered for a key of a service that offers all: in its row, or in the row's menu. */
export const start = async (page: Page, name: string, effect: string): Promise<void> => {
  const row = rowOf(page, name)
  if (!inMenu.includes(effect)) return row.getByRole('button', { name: effect }).click()
  await row.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: effect }).click()
}

/** Does to a key what is offered for it, and confirms. In Production a delete asks for the name. */
export const change = async (
  page: Page,
  name: string,
  effect: 'Suspend' | 'Restore' | 'Delete',
): Promise<void> => {
  await start(page, name, effect)
  const open = dialog(page, `${effect} API key`)
  await expect(open).toContainText(name)
  const typed = open.getByLabel('Name of the key')
  if (await typed.isVisible()) await typed.fill(name)
  await open.getByRole('button', { name: effect }).click()
  await expect(open).toBeHidden()
}

/** Opens the dialog by the row's button and fills it. */
export const openRotate = async (page: Page, name: string, overlap: string): Promise<Locator> => {
  await rowOf(page, name).getByRole('button', { name: 'Rotate' }).click()
  const open = dialog(page, 'Rotate API key')
  await expect(open).toContainText(name)
  await open.getByLabel('Tell whoever uses the key before you rotate it.').check()
  await open.getByRole('combobox', { name: 'Previous secret stays valid' }).click()
  await page.getByRole('option', { name: overlap, exact: true }).click()
  return open
}

/** Rotates by the row's button; the reveal dialog is open when it resolves. */
export const rotate = async (page: Page, name: string, overlap: string): Promise<Locator> => {
  const open = await openRotate(page, name, overlap)
  await open.getByRole('button', { name: 'Rotate' }).click()
  const reveal = dialog(page, 'Store the new secret of your API key')
  await expect(reveal).toBeVisible()
  return reveal
}

/** What is on the clipboard, as a user finds out: by pasting. */
export const paste = async (page: Page): Promise<string> => {
  const box = page.getByRole('searchbox')
  await box.focus()
  await page.keyboard.press('ControlOrMeta+V')
  const text = await box.inputValue()
  await box.fill('')
  return text
}

/** Puts `text` on the clipboard, as a user does: by selecting and copying it. */
export const copyText = async (page: Page, text: string): Promise<void> => {
  const box = page.getByRole('searchbox')
  await box.fill(text)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('ControlOrMeta+C')
  await box.fill('')
}

/** The details of the key, beside the list. */
export const openDetail = async (page: Page, name: string): Promise<Locator> => {
  await rowOf(page, name).getByText(name, { exact: true }).click()
  return dialog(page, name)
}

/** Sets, in its details, that the key expires in 30 days, and waits until they say so. */
export const expireInThirtyDays = async (page: Page, detail: Locator): Promise<void> => {
  await detail.getByRole('button', { name: 'Set expiry' }).click()
  const expiry = dialog(page, 'Set expiry')
  await expiry.getByRole('combobox', { name: 'Expiry' }).click()
  await page.getByRole('option', { name: '30 days' }).click()
  await expiry.getByRole('button', { name: 'Set expiry' }).click()
  await expect(expiry).toBeHidden()
  await expect(detail).toContainText('in 30 days')
}

/** Visible, not to be used, and saying why to whoever points at it or hears it. */
export const expectRefused = async (control: Locator, reason: RegExp): Promise<void> => {
  await expect(control).toHaveAttribute('aria-disabled', 'true')
  await expect(control).toHaveAttribute('aria-description', reason)
  await control.hover()
  await expect(control.page().getByRole('tooltip')).toHaveText(reason)
}
