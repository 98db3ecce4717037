import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SaveDialogOptions } from 'electron'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { createChooseFile } from '../../../src/main/platform/choose-file.ts'

const shown = vi.hoisted(() => ({
  options: [] as SaveDialogOptions[],
  answer: { canceled: false, filePath: '' },
}))
vi.mock('electron', () => ({
  dialog: {
    showSaveDialog: async (options: SaveDialogOptions) => {
      shown.options.push(options)
      return shown.answer
    },
  },
}))

const choose = createChooseFile(() => null)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claviger-choose-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

async function* text(): AsyncGenerator<string> {
  yield 'new'
}

it('has the system ask before a file is replaced, and writes exactly where it was told', async () => {
  // Another ending than the kind's: with one added it would be a file that nobody was asked about.
  shown.answer = { canceled: false, filePath: join(folder, 'list') }
  const file = await choose({ name: 'Claviger keys.csv', kind: 'csv' })
  expect(shown.options.at(-1)).toMatchObject({
    defaultPath: 'Claviger keys.csv',
    properties: expect.arrayContaining(['showOverwriteConfirmation']),
  })
  expect(file?.name).toBe('list')
  await file?.write(text())
  expect(readFileSync(join(folder, 'list'), 'utf8')).toBe('new')
  expect(existsSync(join(folder, 'list.csv'))).toBe(false)
})

it('writes nowhere when nothing was chosen', async () => {
  shown.answer = { canceled: true, filePath: '' }
  expect(await choose({ name: 'x.txt', kind: 'txt' })).toBeNull()
  shown.answer = { canceled: false, filePath: '' }
  expect(await choose({ name: 'x.txt', kind: 'txt' })).toBeNull()
})

it('refuses a folder', async () => {
  shown.answer = { canceled: false, filePath: folder }
  await expect(choose({ name: 'x.txt', kind: 'txt' })).rejects.toMatchObject({
    info: { code: 'file', cause: 'not-a-file' },
  })
})
