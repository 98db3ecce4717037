import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { acknowledge, connect, create, expectLive, paste } from '../../tools/administrator.ts'
import { hostCommand } from '../../tools/host.ts'
import { expect, test } from './fixture.ts'

test('a second start ends, and the first goes on', async ({ application, launcher, service }) => {
  const { page } = application
  await connect(page, service)
  expect(await launcher.startAgain()).toBe(0)
  expect(application.process.exitCode).toBeNull()
  await expectLive(page)
})

test('a second start brings the first window to the front', async ({ launcher }) => {
  const first = await launcher.startPlain()
  await expect.poll(first.hasFocus).toBe(true)
  const neighbour = await launcher.startNeighbour()
  await expect.poll(neighbour.hasFocus).toBe(true)
  expect(await first.hasFocus()).toBe(false)

  expect(await launcher.startAgain()).toBe(0)
  await expect.poll(first.hasFocus).toBe(true)
  expect(await neighbour.hasFocus()).toBe(false)
})

/** Every file of the data folder with what is in it. */
const contentOf = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile())
    .map(file => join(file.parentPath, file.name))
  return new Map(
    await Promise.all(paths.map(async path => [path, await readFile(path, 'base64')] as const)),
  )
}

test('while the first hangs a second start ends and writes nothing, and the first goes on', async ({
  application,
  launcher,
  service,
}) => {
  test.skip(hostCommand('test').name === 'electron', 'Chromium itself ends a first that hangs')
  const { page, process } = application
  await connect(page, service)
  process.kill('SIGSTOP')
  const before = await contentOf(launcher.dataFolder)
  expect(await launcher.startAgain()).toBe(0)
  expect(await contentOf(launcher.dataFolder)).toEqual(before)
  process.kill('SIGCONT')
  await create(page, 'made afterwards')
})

test('nothing that a second start is given is heeded by the first', async ({
  application,
  launcher,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const address = page.url()
  const given = [
    ...['https://elsewhere.example/', 'claviger://keys/delete', '/etc/passwd', '--no-sandbox'],
    ...['--lang=xx', '--ignore-certificate-errors', '--proxy-server=127.0.0.1:9'],
  ]
  expect(await launcher.startAgain(given)).toBe(0)
  expect(page.url()).toBe(address)
  expect(page.context().pages()).toHaveLength(1)
  await page.reload()
  await expectLive(page)
})

test('SIGTERM while a copied secret is on the clipboard: it ends in order, and the secret is gone', async ({
  launcher,
  service,
}) => {
  const note = join(launcher.dataFolder, 'clipboard-note.json')
  const first = await launcher.start()
  await connect(first.page, service)
  const reveal = await create(first.page, 'copied')
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
  await acknowledge(reveal)
  expect(await paste(first.page)).not.toBe('')
  await first.quit()
  expect(first.process.exitCode).toBe(0)
  const left = await readFile(note, 'utf8').catch(() => 'gone')
  // On a display the host's Chromium ends with its last window, and takes its clipboard along before it can be asked.
  if (hostCommand('test').name === 'electron') expect(left).toBe('gone')

  const { page } = await launcher.start()
  await expectLive(page)
  await expect.poll(() => readFile(note, 'utf8').catch(() => 'gone')).toBe('gone')
  expect(await paste(page)).toBe('')
})
