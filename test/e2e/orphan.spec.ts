import type { Page } from '@playwright/test'
import {
  acknowledge,
  connect,
  create,
  dialog,
  expectLive,
  fillConnection,
  openCreate,
  readSecret,
  rowOf,
  switchTo,
} from '../../tools/administrator.ts'
import { acceptsAt, apis, rootKeys, startTwoApis } from '../main/connectors/unkey/harness.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'
import { type Losing, startLosing } from './losing.ts'

// At a service that repeats no answer. It is a stand-in, made by hand from the service's documentation.

const connectTo = async (page: Page, url: string): Promise<void> => {
  const open = await fillConnection(page, { kind: 'Unkey', name: 'Unkey', url, ...rootKeys })
  await open.getByLabel('Preview API ID').fill(apis.preview)
  await open.getByLabel('Production API ID').fill(apis.production)
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()
  await expectLive(page)
}

/** Creates a key whose answer is lost. */
const loseOne = async (page: Page, front: Losing, name: string): Promise<void> => {
  front.lose('keys.createKey')
  const open = await openCreate(page)
  await open.getByLabel('Name').fill(name)
  await open.getByRole('button', { name: 'Create key' }).click()
  const trouble = open.getByRole('alert', { name: 'The key may have been made' })
  await expect(trouble).toContainText('nothing is sent again')
  await expect(trouble.getByRole('button')).toHaveCount(0)
  front.lose(null)
  await open.getByRole('button', { name: 'Cancel' }).click()
}

const cardOf = (page: Page) => page.getByRole('region', { name: 'A key is not finished' })

const startAll = async () => {
  const service = await startTwoApis()
  const front = await startLosing(service.url)
  const named = (name: string) => service.keys().filter(key => key.name === name)
  const stop = async () => {
    await front.close()
    await service.stop()
  }
  return { service, front, named, stop }
}

test('a key whose answer was lost is found, deleted with one click, and made anew', async ({
  application,
}) => {
  const { page } = application
  const { front, named, stop } = await startAll()
  await connectTo(page, front.url)
  await loseOne(page, front, 'checkout')
  expect(named('checkout')).toHaveLength(1)

  const card = cardOf(page)
  await expect(card).toContainText('If it is somebody else’s, leave it.')
  await expect(card).toContainText('Preview')
  expect(front.asked.filter(path => path.endsWith('keys.createKey'))).toHaveLength(1)
  await expectAccessible(page, 'an orphan')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expectAccessible(page, 'an orphan in the dark')
  await card.getByRole('button', { name: 'Delete and create again' }).click()
  const open = dialog(page, 'Create API key')
  await expect(open.getByLabel('Name')).toHaveValue('checkout')
  await expect(card).toBeHidden()
  expect(named('checkout')).toEqual([])

  await open.getByRole('button', { name: 'Create key' }).click()
  const reveal = dialog(page, 'Store your new API key')
  await reveal.getByRole('button', { name: 'Show once' }).click()
  const secret = await reveal.getByText(/^\S{20,}$/).innerText()
  await acknowledge(reveal)
  expect(await acceptsAt(front.url, 'preview', secret)).toBe(true)
  expect(named('checkout')).toHaveLength(1)
  await expect(cardOf(page)).toBeHidden()
  await stop()
})

test('in Production its deletion asks for the name, also when Preview is shown', async ({
  application,
}) => {
  const { page } = application
  const { front, named, stop } = await startAll()
  await connectTo(page, front.url)
  await switchTo(page, 'Production')
  await expectLive(page)
  await loseOne(page, front, 'payments')
  await expect(cardOf(page)).toContainText('Nobody here has seen its secret')
  await switchTo(page, 'Preview')
  await expect(cardOf(page)).toContainText('Production')
  await cardOf(page).getByRole('button', { name: 'Delete it' }).click()
  const open = dialog(page, 'Delete unfinished key')
  await expect(open).toContainText('Production')
  await expect(open).toContainText('created')
  await expect(open).toContainText('no proof: if it is somebody else’s, cancel.')
  await expect(open).toContainText('This cannot be undone.')
  const remove = open.getByRole('button', { name: 'Delete' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await open.getByLabel('Name of the key').fill('payments')
  await remove.click()
  await expect(open).toBeHidden()
  await expect(cardOf(page)).toBeHidden()
  expect(named('payments')).toEqual([])
  await stop()
})

test('of two that it may be none is touched unasked; it is still there after a crash', async ({
  launcher,
}) => {
  const { service, front, named, stop } = await startAll()
  const first = await launcher.start()
  await connectTo(first.page, front.url)
  await loseOne(first.page, front, 'checkout')
  await first.crash()
  const other = service.plant({ apiId: apis.preview, name: 'checkout' })

  const { page } = await launcher.start()
  const card = cardOf(page)
  await expect(card).toContainText('It may be one of these keys')
  await expect(card.getByRole('button', { name: /^Delete / })).toHaveCount(2)
  expect(named('checkout')).toHaveLength(2)
  await card
    .getByRole('button', { name: /^Delete / })
    .last()
    .click()
  await expect(card.getByRole('button', { name: 'Leave it' })).toBeVisible()
  expect(named('checkout')).toHaveLength(1)
  await card.getByRole('button', { name: 'Leave it' }).click()
  await expect(card).toBeHidden()
  expect(named('checkout')).toHaveLength(1)
  expect(other.name).toBe('checkout')
  await stop()
})

test('its card goes when somebody else deletes the key, and Activity tells of it', async ({
  application,
}) => {
  const { page } = application
  const { front, named, stop } = await startAll()
  await connectTo(page, front.url)
  await loseOne(page, front, 'taken away')
  await expect(cardOf(page)).toContainText('Nobody here has seen its secret')
  const [made] = named('taken away')
  await fetch(`${front.url}/v2/keys.deleteKey`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rootKeys.preview}` },
    body: JSON.stringify({ keyId: made?.keyId }),
  })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(cardOf(page)).toBeHidden()
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: 'Activity' })
    .click()
  await expect(page.getByRole('main')).toContainText('taken away')
  await stop()
})

test('the environment stays while a new secret waits to be stored', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const reveal = await create(page, 'waits')
  for (const keys of ['ControlOrMeta+K', 'ControlOrMeta+E', 'ControlOrMeta+2'])
    await page.keyboard.press(keys)
  const production = page.getByRole('group', { name: 'Environment' }).getByRole('button').last()
  // The click lands on what lies over it.
  await production.click({ force: true })
  const question = dialog(page, 'You will not see this key again')
  await question.getByRole('button', { name: 'Go back' }).click()
  await expect(page.getByRole('note', { name: 'Environment in use' })).toContainText('Preview')
  await expect(page).toHaveTitle(/^Preview/)
  expect(await service.verify('preview', await readSecret(reveal))).toMatchObject({ valid: true })
  await acknowledge(reveal)
  await expect(rowOf(page, 'waits')).toBeVisible()
})
