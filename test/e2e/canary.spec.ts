import { readdir, readFile } from 'node:fs/promises'
import {
  acknowledge,
  change,
  connect,
  create,
  dialog,
  expect,
  go,
  paste,
  readSecret,
  rotate,
  rowOf,
  switchTo,
} from '../../tools/administrator.ts'
import { test } from './fixture.ts'
import { filesHolding, heapOf, holds } from './traces.ts'

/** Command lines and environments of all processes of this machine that can be read. */
const processes = async (): Promise<Buffer> => {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const read = (file: string) => readFile(file).catch(() => Buffer.alloc(0))
  return Buffer.concat(
    await Promise.all(
      ids.flatMap(id => [read(`/proc/${id}/cmdline`), read(`/proc/${id}/environ`)]),
    ),
  )
}

test('after a full tour no secret is anywhere it should not be', async ({ launcher, service }) => {
  test.setTimeout(180_000)
  const application = await launcher.start()
  const { page } = application
  await connect(page, service)

  const first = await create(page, 'shown once')
  await first.getByRole('button', { name: 'Show once' }).click()
  const shown = await first.getByText(/^clv_preview_\w{40,}$/).innerText()
  expect((await heapOf(page)).includes(shown)).toBe(true)
  await acknowledge(first)
  const afterRotation = await rotate(page, 'shown once', '1 hour')
  const rotated = await readSecret(afterRotation)
  await afterRotation.getByRole('button', { name: 'Copy key' }).click()
  await expect(afterRotation).toContainText('Copied.')
  await acknowledge(afterRotation)
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByLabel('Command', { exact: true }).fill('check the key')
  await page.keyboard.press('Enter')
  const check = dialog(page, 'Check the key on the clipboard')
  await check.getByRole('button', { name: 'Check the key' }).click()
  await expect(check).toContainText('shown once')
  await page.keyboard.press('Escape')
  await switchTo(page, 'Production')
  const reveal = await create(page, 'only copied')
  await reveal.getByRole('button', { name: 'Copy key' }).click()
  await expect(reveal).toContainText('Copied.')
  await acknowledge(reveal)
  await change(page, 'only copied', 'Suspend')
  await change(page, 'only copied', 'Restore')
  await rowOf(page, 'only copied').getByText('only copied').click()
  await expect(dialog(page, 'only copied')).toBeVisible()
  await page.keyboard.press('Escape')
  for (const place of ['Review', 'Activity', 'Connections', 'Settings', 'Keys'])
    await go(page, place)
  await service.stop()
  await expect(page.getByRole('alert').filter({ hasText: 'Offline' })).toBeVisible()

  const admin = Object.values(service.tokens)
  // The page never had the copied key, and must have dropped the one it showed and the typed credentials.
  const heap = await heapOf(page)
  expect(heap).toContain('shown once')
  for (const secret of [shown, rotated, ...admin]) expect(heap.includes(secret)).toBe(false)
  const document = await page.content()
  const running = await processes()
  expect(running.includes(launcher.dataFolder)).toBe(true)

  const copied = await paste(page)
  expect(copied).toMatch(/^clv_production_\w{40,}$/)
  const secrets = [shown, rotated, copied, ...admin]
  for (const secret of secrets) {
    expect(document.includes(secret)).toBe(false)
    expect(holds(running, secret)).toBe(false)
    expect(application.output()).not.toContain(secret)
  }
  await application.quit()
  for (const secret of secrets) expect(await filesHolding(launcher.dataFolder, secret)).toEqual([])

  // The search itself works: what may be on disk is found there.
  expect(await filesHolding(launcher.dataFolder, 'shown once')).not.toEqual([])
})
