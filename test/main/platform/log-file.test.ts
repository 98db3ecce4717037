import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openLogFile } from '../../../src/main/platform/log-file.ts'

const freshFolder = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'claviger-log-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return join(root, 'data')
}

it('writes a line for each event, for its owner only', () => {
  const folder = freshFolder()
  const log = openLogFile(folder, () => 0)
  log('started')
  log('page-gone', { reason: 'oom' })
  const file = join(folder, 'claviger.log')
  expect(readFileSync(file, 'utf8').split('\n')).toEqual([
    '{"at":"1970-01-01T00:00:00.000Z","event":"started"}',
    '{"at":"1970-01-01T00:00:00.000Z","event":"page-gone","reason":"oom"}',
    '',
  ])
  if (process.platform === 'win32') return
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it('begins anew beyond 1 MiB and keeps the file before', () => {
  const folder = freshFolder()
  const log = openLogFile(folder, () => 0)
  log('first')
  const file = join(folder, 'claviger.log')
  writeFileSync(file, 'x'.repeat(1024 * 1024))
  log('fits')
  expect(existsSync(`${file}.1`)).toBe(false)
  log('next')
  expect(readFileSync(file, 'utf8')).toMatch(/^\{.*"next"\}\n$/)
  expect(readFileSync(`${file}.1`, 'utf8')).toMatch(/^x+\{.*"fits"\}\n$/)
})

it('does not stop what it speaks of when it cannot be written', () => {
  const folder = freshFolder()
  writeFileSync(folder, 'a file in the place of the folder')
  expect(() => openLogFile(folder, () => 0)('started')).not.toThrow()
})
