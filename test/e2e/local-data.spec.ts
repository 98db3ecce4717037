import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connect, expect, expectLive, rowOf } from '../../tools/administrator.ts'
import { test } from './fixture.ts'

const versionOf = (file: string): number => {
  const database = new DatabaseSync(file, { readOnly: true })
  const version = database.prepare('PRAGMA user_version').get()?.user_version
  database.close()
  return Number(version)
}

test.beforeEach(async ({ launcher, service }) => {
  const path = '/v1/environments/preview/keys'
  await service.ask('POST', path, service.tokens.preview, { name: 'kept' })
  const { page, quit } = await launcher.start()
  await connect(page, service)
  await expect(rowOf(page, 'kept')).toBeVisible()
  await quit()
})

test('a damaged file is set aside; connections and keys come back', async ({ launcher }) => {
  const folder = join(launcher.dataFolder, 'store')
  await writeFile(join(folder, 'claviger.db'), 'this was a database once')
  const { page } = await launcher.start()
  await expect(page.getByText(/set aside/)).toBeVisible()
  await expectLive(page)
  await expect(rowOf(page, 'kept')).toBeVisible()
  const create = page.getByRole('button', { name: 'Create key' })
  await expect(create).not.toHaveAttribute('aria-disabled', 'true')
  expect((await readdir(folder)).filter(name => name.includes('damaged'))).not.toEqual([])
})

test('a file of a newer Claviger is read and never written', async ({ launcher }) => {
  const file = join(launcher.dataFolder, 'store/claviger.db')
  const newer = versionOf(file) + 1
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA user_version = ${newer}`)
  database.close()
  const { page, quit } = await launcher.start()
  await expect(page.getByText(/newer/).first()).toBeVisible()
  await expect(rowOf(page, 'kept')).toBeVisible()
  const create = page.getByRole('button', { name: 'Create key' }).first()
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await quit()
  expect(versionOf(file)).toBe(newer)
})
