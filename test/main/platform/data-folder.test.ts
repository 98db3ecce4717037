import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { openDataFolder } from '../../../src/main/platform/data-folder.ts'

const modeOf = (path: string): number => lstatSync(path).mode & 0o777

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'claviger-data-'))
  const before = process.umask(0)
  onTestFinished(() => {
    process.umask(before)
    rmSync(root, { recursive: true })
  })
})

it('is made for its owner alone, and so is whatever any library writes after', () => {
  const folder = join(root, 'not', 'there')
  openDataFolder(folder)
  expect(modeOf(folder)).toBe(0o700)
  writeFileSync(join(folder, 'file'), '')
  mkdirSync(join(folder, 'folder'))
  expect([modeOf(join(folder, 'file')), modeOf(join(folder, 'folder'))]).toEqual([0o600, 0o700])
})

it('is taken from others where it was for all; what a link leads to is left as it is', () => {
  const [folder, link] = [join(root, 'data'), join(root, 'link')]
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  symlinkSync(folder, link)
  openDataFolder(link)
  expect(modeOf(folder)).toBe(0o755)
  openDataFolder(folder)
  expect(modeOf(folder)).toBe(0o700)
})

it('does not stop the start where it cannot be made', () => {
  writeFileSync(join(root, 'file'), '')
  expect(() => openDataFolder(join(root, 'file', 'data'))).not.toThrow()
})
