import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { connect, createAndRead, dialog, go, switchTo } from '../../tools/administrator.ts'
import { hostCommand } from '../../tools/host.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'
import { hostileNames, plantHostileNames } from './hostile-names.ts'

test.beforeEach(() => {
  test.skip(hostCommand('test').name === 'electron', 'Electron asks outside of any page')
})

/** Does what opens the system's dialog, and answers it with `path`, or dismisses it with null. */
const choose = async (page: Page, path: string | null): Promise<void> => {
  const shown = page.context().waitForEvent('page')
  await page.getByRole('dialog').getByRole('button', { name: 'Choose file…' }).click()
  const question = await shown
  await question.waitForURL('https://dialog.host.invalid/')
  if (path !== null) await question.getByLabel('Path').fill(path)
  await question.getByRole('button', { name: path === null ? 'Cancel' : 'Save' }).click()
}

test('the list is written where its user chooses, in either format, with no formula and no secret', async ({
  application,
  launcher,
  service,
}) => {
  const { page } = application
  const folder = launcher.dataFolder
  await plantHostileNames(service, 'preview')
  await connect(page, service)
  const secret = await createAndRead(page, 'mine')
  await page.getByRole('button', { name: 'Export list…' }).click()
  const open = dialog(page, 'Export list')
  await expect(open).toContainText('All 19 keys of Shop in Preview')
  await expectAccessible(page, 'the export')

  await choose(page, null)
  await expect(open).toBeVisible()
  await choose(page, join(folder, 'keys.csv'))
  await expect(page.getByText(/19 keys saved to “keys\.csv”, as of \d/)).toBeVisible()
  await expect(open).toBeHidden()
  const csv = await readFile(join(folder, 'keys.csv'), 'utf8')
  const lines = csv.trimEnd().split('\r\n')
  expect(lines).toHaveLength(20)
  expect(csv).toContain(`"'=cmd|' /C calc'!A0"`)
  expect(csv).toContain(`"${hostileNames.reversed[1]}"`)
  expect(csv).not.toContain(secret)
  if (process.platform !== 'win32')
    expect((await stat(join(folder, 'keys.csv'))).mode & 0o777).toBe(0o600)

  // Filtered, from the palette, in the other format.
  await page.getByRole('searchbox').fill('__proto__')
  await expect(page.getByText('1 of 19 keys match')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('textbox', { name: 'Command' }).fill('export')
  await page.keyboard.press('Enter')
  await expect(open).toContainText('The one key of Shop in Preview, as filtered')
  await open.getByRole('radio', { name: 'JSON' }).check()
  await choose(page, join(folder, 'keys.json'))
  await expect(open).toBeHidden()
  const json = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'))
  expect(json).toMatchObject({ count: 1, filter: { search: '__proto__' } })
  expect(json.lists).toMatchObject([{ connectionName: 'Shop', environment: 'preview' }])
  expect(json.keys).toMatchObject([{ name: '__proto__', environment: 'preview' }])
  expect((await readdir(folder)).filter(name => name.endsWith('.tmp'))).toEqual([])
})

test('a place that takes no file is named, and what stood there stays', async ({
  application,
  launcher,
  service,
}) => {
  const { page } = application
  const folder = launcher.dataFolder
  await service.createKey('preview', { name: 'one' })
  await connect(page, service)
  await page.getByRole('button', { name: 'Export list…' }).click()
  const open = dialog(page, 'Export list')
  await writeFile(join(folder, 'in-the-way'), 'precious')
  await choose(page, join(folder, 'in-the-way', 'keys.csv'))
  await expect(open.getByRole('alert')).toContainText('No file can be written under this name')
  expect(await readFile(join(folder, 'in-the-way'), 'utf8')).toBe('precious')

  await choose(page, join(folder, 'in-the-way'))
  const question = await page.context().waitForEvent('page')
  await question.getByRole('button', { name: 'Replace' }).click()
  await expect(open).toBeHidden()
  expect(await readFile(join(folder, 'in-the-way'), 'utf8')).toContain('"one"')
})

test('diagnostics are shown whole before they are saved, and hold no name unless they may', async ({
  application,
  launcher,
  service,
}) => {
  const { page } = application
  await connect(page, service, 'Canary Billing')
  await switchTo(page, 'Production')
  const secret = await createAndRead(page, 'canary-key')
  await go(page, 'Settings')
  await page.getByRole('button', { name: 'Save diagnostics…' }).click()
  const open = dialog(page, 'Save diagnostics')
  const text = open.getByLabel('What is in the file')
  await expect(text).toHaveValue(/Claviger diagnostics/)
  await expect(text).toHaveValue(/1\. claviger\n/)
  const shown = await text.inputValue()
  expect(shown.toLowerCase()).not.toContain('canary')
  for (const hidden of [secret, ...Object.values(service.tokens), '127.0.0.1'])
    expect(shown).not.toContain(hidden)
  await expectAccessible(page, 'the diagnostics')

  await open.getByLabel('With the names and addresses of connections').check()
  await expect(text).toHaveValue(/Canary Billing/)
  await choose(page, join(launcher.dataFolder, 'help.txt'))
  await expect(open).toBeHidden()
  const saved = await readFile(join(launcher.dataFolder, 'help.txt'), 'utf8')
  expect(saved).toContain('“Canary Billing”')
  for (const hidden of [secret, ...Object.values(service.tokens), 'canary-key'])
    expect(saved).not.toContain(hidden)
})
