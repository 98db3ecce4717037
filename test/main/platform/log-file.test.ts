import { execFile, execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
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
  writeFileSync(file, `${'x'.repeat(1024 * 1024 - 1)}\n`)
  log('fits')
  expect(existsSync(`${file}.1`)).toBe(false)
  log('next')
  expect(readFileSync(file, 'utf8')).toMatch(/^\{.*"next"\}\n$/)
  expect(readFileSync(`${file}.1`, 'utf8')).toMatch(/^x+\n\{.*"fits"\}\n$/)
})

const strange = {
  'a link': (file: string) => symlinkSync('theirs', file),
  'a pipe': (file: string) => void execFileSync('mkfifo', [file]),
  'a folder': (file: string) => mkdirSync(join(file, 'with', 'more'), { recursive: true }),
}

it.each(Object.entries(strange))('puts %s in its place aside and writes to none', (_what, make) => {
  const folder = freshFolder()
  const file = join(folder, 'claviger.log')
  mkdirSync(folder)
  writeFileSync(join(folder, 'theirs'), 'theirs')
  writeFileSync(`${file}.1`, 'before')
  make(file)
  const isFolder = lstatSync(file).isDirectory()
  const log = openLogFile(folder, () => 0)
  log('first')
  log('second')
  expect(lstatSync(file).isFile()).toBe(true)
  expect(readFileSync(file, 'utf8')).toMatch(/^\{.*"first"\}\n\{.*"second"\}\n$/)
  expect(readFileSync(join(folder, 'theirs'), 'utf8')).toBe('theirs')
  const older = lstatSync(`${file}.1`)
  expect(isFolder ? older.isDirectory() : older.isFile()).toBe(true)
})

// As in preferences.test.ts: what a full disk does, in a process of its own, which tells its result by its exit code.
it('writes no half of a line where the disk takes no more', async () => {
  const folder = freshFolder()
  openLogFile(folder, () => 0)('first')
  const module = new URL('../../../src/main/platform/log-file.ts', import.meta.url)
  const script = `process.on('SIGXFSZ', () => {})
    const { openLogFile } = await import(${JSON.stringify(module.href)})
    const log = openLogFile(${JSON.stringify(folder)}, () => 0)
    for (let count = 0; count < 100; count += 1) log('page-gone', { reason: 'x'.repeat(70) })`
  const limited = 'ulimit -f 1; NODE_DISABLE_COMPILE_CACHE=1 exec "$@"'
  const node = [process.execPath, '--input-type=module', '-e', script]
  await promisify(execFile)('sh', ['-c', limited, 'sh', ...node])
  const text = readFileSync(join(folder, 'claviger.log'), 'utf8')
  expect(text.length).toBeGreaterThan(200)
  expect(text.endsWith('\n')).toBe(true)
  for (const line of text.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
})

it('does not stop what it speaks of when it cannot be written', () => {
  const folder = freshFolder()
  writeFileSync(folder, 'a file in the place of the folder')
  expect(() => openLogFile(folder, () => 0)('started')).not.toThrow()
})
