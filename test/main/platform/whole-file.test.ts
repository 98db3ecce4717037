import { execFile } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
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
import { standsAt, writeWholeFile } from '../../../src/main/platform/whole-file.ts'

const run = promisify(execFile)

const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'claviger-file-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts
}

const fileError = (cause: string) => expect.objectContaining({ info: { code: 'file', cause } })

it('writes all of it, for its owner only, and leaves nothing beside it', async () => {
  const folder = freshFolder()
  const path = join(folder, 'list.csv')
  const before = process.umask(0)
  onTestFinished(() => void process.umask(before))
  await writeWholeFile(path, chunks('one ', 'zwölf ', '🚀'.repeat(50_000)), await standsAt(path))
  expect(readFileSync(path, 'utf8')).toBe(`one zwölf ${'🚀'.repeat(50_000)}`)
  expect(readdirSync(folder)).toEqual(['list.csv'])
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('puts it in the place of what a person agreed to replace', async () => {
  const path = join(freshFolder(), 'list.csv')
  writeFileSync(path, 'older and longer', { mode: 0o644 })
  await writeWholeFile(path, chunks('new'), await standsAt(path))
  expect(readFileSync(path, 'utf8')).toBe('new')
})

it('leaves alone what came to stand there since the person was asked', async () => {
  const folder = freshFolder()
  const path = join(folder, 'list.csv')
  const replaces = await standsAt(path)
  writeFileSync(path, 'of somebody else')
  await expect(writeWholeFile(path, chunks('new'), replaces)).rejects.toEqual(fileError('failed'))
  expect(readFileSync(path, 'utf8')).toBe('of somebody else')
  expect(readdirSync(folder)).toEqual(['list.csv'])
})

it('keeps what was there when the content fails half-way, and says why', async () => {
  const folder = freshFolder()
  const path = join(folder, 'list.csv')
  writeFileSync(path, 'older')
  const cause = new Error('the list changed')
  const failing = async function* () {
    yield 'x'.repeat(100_000)
    throw cause
  }
  await expect(writeWholeFile(path, failing(), true)).rejects.toBe(cause)
  expect(readFileSync(path, 'utf8')).toBe('older')
  expect(readdirSync(folder)).toEqual(['list.csv'])
})

it('replaces a link, and writes nothing through it', async () => {
  const folder = freshFolder()
  const [target, path] = [join(folder, 'precious'), join(folder, 'list.csv')]
  writeFileSync(target, 'precious')
  symlinkSync(target, path)
  await writeWholeFile(path, chunks('new'), await standsAt(path))
  expect(readFileSync(target, 'utf8')).toBe('precious')
  expect(lstatSync(path).isFile()).toBe(true)
})

it('refuses a folder, a pipe and a device', async () => {
  const folder = freshFolder()
  mkdirSync(join(folder, 'folder'))
  await run('mkfifo', [join(folder, 'pipe')])
  for (const path of [join(folder, 'folder'), join(folder, 'pipe'), '/dev/null'])
    await expect(standsAt(path)).rejects.toEqual(fileError('not-a-file'))
})

it('names what no file can be written under, and a folder that is not there', async () => {
  const folder = freshFolder()
  writeFileSync(join(folder, 'file'), '')
  const under = (name: string) => writeWholeFile(join(folder, name), chunks('x'), false)
  await expect(under('file/list.csv')).rejects.toEqual(fileError('not-a-file'))
  await expect(under('x'.repeat(300))).rejects.toEqual(fileError('not-a-file'))
  await expect(under('gone/list.csv')).rejects.toEqual(fileError('failed'))
  expect(readdirSync(folder)).toEqual(['file'])
})

/** Writes `bytes` in a process of its own, which the shell starts by `start`. */
const inShell = (start: string, path: string, bytes: number) => {
  const module = new URL('../../../src/main/platform/whole-file.ts', import.meta.url).href
  const program = `
    import { writeWholeFile } from ${JSON.stringify(module)}
    const content = (async function* () {
      for (let left = ${bytes}; left > 0; left -= 1000) yield 'x'.repeat(Math.min(1000, left))
    })()
    await writeWholeFile(${JSON.stringify(path)}, content, true).then(
      () => console.log('whole'), cause => console.log(JSON.stringify(cause.info)))`
  const script = `${start} "$0" --input-type=module -e "$1"`
  return run('bash', ['-c', script, process.execPath, program]).then(({ stdout }) => stdout.trim())
}

it('keeps what was there when the disk is full in the middle of a write', async () => {
  const folder = freshFolder()
  const path = join(folder, 'list.csv')
  writeFileSync(path, 'older')
  // Of the last write to 65,600 bytes the first 536 fit in 64 KiB, and the system says so by its count alone.
  for (const bytes of [200_000, 65_600])
    expect(await inShell('ulimit -f 64; exec', path, bytes)).toBe('{"code":"file","cause":"full"}')
  expect(readFileSync(path, 'utf8')).toBe('older')
  expect(readdirSync(folder)).toEqual(['list.csv'])
  expect(await inShell('ulimit -f 64; exec', path, 60_000)).toBe('whole')
})

it.skipIf(process.platform === 'win32')('says that there is no right to write', async () => {
  const folder = freshFolder()
  chmodSync(folder, 0o555)
  onTestFinished(() => chmodSync(folder, 0o755))
  // Root may write anywhere, so the child is nobody.
  const nobody = 'exec setpriv --reuid=65534 --regid=65534 --clear-groups'
  const start = process.getuid?.() === 0 ? nobody : 'exec'
  const answer = await inShell(start, join(folder, 'list.csv'), 10)
  expect(answer).toBe('{"code":"file","cause":"denied"}')
})
