import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { createCopyNote } from '../../../src/main/platform/copy-note.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-note-'))
  file = join(folder, 'clipboard-note.json')
})
afterEach(() => rm(folder, { recursive: true }))

it('knows after a restart what was copied, and nothing else', async () => {
  await createCopyNote(folder).keep([secret('clv_preview_canary'), secret('other')])
  const next = createCopyNote(folder)
  expect(await next.holds(secret('clv_preview_canary'))).toBe(true)
  expect(await next.holds(secret('other'))).toBe(true)
  expect(await next.holds(secret('clv_preview_canarY'))).toBe(false)
})

it('never has the text, nor the same hash twice, and is its owner’s alone', async () => {
  const note = createCopyNote(folder)
  await note.keep([secret('clv_preview_canary')])
  const first = await readFile(file, 'utf8')
  await note.keep([secret('clv_preview_canary')])
  const second = await readFile(file, 'utf8')
  expect(first).not.toContain('canary')
  const hashes = [first, second].map(text => JSON.parse(text).copied[0].hash)
  expect(new Set(hashes).size).toBe(2)
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
})

it('is gone when nothing is copied any longer', async () => {
  const note = createCopyNote(folder)
  await note.keep([secret('a')])
  await note.keep([])
  expect(await readdir(folder)).toEqual([])
  expect(await note.holds(secret('a'))).toBe(false)
  await note.keep([])
})

it.each([
  ['empty', ''],
  ['no JSON', '{"version":1,"cop'],
  ['another root', '[]'],
  ['of a later version', '{"version":2,"copied":[]}'],
  ['no hash', '{"version":1,"copied":[{"salt":"AA==","hash":""}]}'],
  ['no base64', '{"version":1,"copied":[{"salt":"%","hash":"%"}]}'],
  ['NULs', '\0'.repeat(100)],
])('knows nothing from a file that is %s, and replaces it', async (_, text) => {
  await writeFile(file, text)
  const note = createCopyNote(folder)
  expect(await note.holds(secret('a'))).toBe(false)
  await note.keep([secret('a')])
  expect(await note.holds(secret('a'))).toBe(true)
})

it('writes through nobody’s link, and knows nothing from a folder in its place', async () => {
  const elsewhere = join(folder, 'elsewhere')
  await writeFile(elsewhere, 'kept')
  await symlink(elsewhere, file)
  await symlink(elsewhere, `${file}.tmp`)
  const note = createCopyNote(folder)
  await note.keep([secret('a')])
  expect(await readFile(elsewhere, 'utf8')).toBe('kept')
  await rm(file)
  await mkdir(file)
  expect(await note.holds(secret('a'))).toBe(false)
  await note.keep([])
  expect(await readdir(folder)).toEqual(['elsewhere'])
})
