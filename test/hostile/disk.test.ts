import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'

// Without its binary the module `electron`, which electron-store imports, tries a download.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = '/nonexistent'
})

import { openLogFile } from '../../src/main/platform/log-file.ts'
import { findPreferences } from '../../src/main/platform/preference-text.ts'
import { connectionCopyOf } from '../../src/main/platform/store/connection-copy.ts'
import { intentCopyOf } from '../../src/main/platform/store/intent-copy.ts'
import { defaultPreferences } from '../../src/shared/domain/preferences.ts'
import { dataFiles, openFolder } from './data-folder.ts'
import { isFull } from './figures.ts'

const root = mkdtempSync(join(tmpdir(), 'claviger-disk-'))
const source = join(root, 'source')
const rounds = [1, 2, 3]

beforeAll(async () => {
  const data = openFolder(source)
  for (const round of rounds) await data.write(round)
  data.close()
  return () => rmSync(root, { recursive: true, force: true })
})

/** A copy of what three rounds have written. */
const filled = (): string => {
  const folder = join(mkdtempSync(join(root, 'case-')), 'data')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(source, folder, { recursive: true })
  return folder
}

type File = (typeof dataFiles)[number]
const isJson = (file: File) => file.endsWith('.json')
const replaced = (bytes: string | Buffer) => (path: string) => writeFileSync(path, bytes)
const instead = (make: (path: string) => unknown) => (path: string) => {
  rmSync(path)
  make(path)
}
const edited = (edit: (content: object) => unknown) => (path: string) =>
  writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')))))

const theirs = join(root, 'theirs')
writeFileSync(theirs, 'theirs')

/** Each writes over one file what somebody, or a disk, may have left there. */
const damages: Readonly<Record<string, (path: string) => unknown>> = {
  empty: replaced(''),
  'cut in its middle': path => truncateSync(path, Math.floor(lstatSync(path).size / 2)),
  NULs: path => writeFileSync(path, Buffer.alloc(lstatSync(path).size)),
  garbage: replaced(Buffer.from('garbage \u0000\uffff'.repeat(300))),
  'a byte order mark before it': path =>
    writeFileSync(path, Buffer.concat([Buffer.from('\ufeff'), readFileSync(path)])),
  'garbage behind it': path => appendFileSync(path, 'garbage'),
  'a list': replaced('[1,2]'),
  'nothing but null': replaced('null'),
  '500 MB': path => truncateSync(path, 500 * 2 ** 20),
  'a folder': instead(path => mkdirSync(join(path, 'with', 'more'), { recursive: true })),
  'a link': instead(path => symlinkSync(theirs, path)),
  'a pipe': instead(path => execFileSync('mkfifo', [path])),
  'not there': path => rmSync(path),
}

/** Of JSON alone. */
const shapes: typeof damages = {
  'a wrong checksum': edited(content => ({ ...content, sha256: '0'.repeat(64) })),
  'a member of the wrong type': edited(content =>
    Object.fromEntries(Object.keys(content).map(name => [name, 7])),
  ),
  'a version from the future': edited(content => ({ ...content, version: 99 })),
  'a member named secret': edited(content => ({ ...content, secret: 'canary-4be1' })),
  'a member named __proto__': path =>
    writeFileSync(path, readFileSync(path, 'utf8').replace('{', '{"__proto__":{"polluted":1},')),
}

const possiblePreferences = (file: File) => [
  3,
  ...(file === 'preferences.json' ? [2, defaultPreferences.size.width] : []),
]

/** What was confirmed is there, or what was before it; and the next change is kept. */
const checkFolder = async (folder: string, file: File): Promise<void> => {
  const data = openFolder(folder)
  const seen = data.seen()
  expect(seen).toMatchObject({ connection: 3, intents: rounds })
  expect(possiblePreferences(file)).toContain(seen.preferences)
  expect(['', 'store-damaged']).toContain(seen.notices.join())
  await data.write(4)
  data.close()

  const next = openFolder(folder)
  expect(next.seen()).toEqual({
    ...{ notices: [], connection: 4, intents: [...rounds, 4], preferences: 4 },
  })
  expect(await next.holdsCopy(4)).toBe(true)
  next.close()
  for (const name of dataFiles) {
    const found = lstatSync(join(folder, name))
    expect([name, found.isFile(), found.mode & 0o777]).toEqual([name, true, 0o600])
    expect(readFileSync(join(folder, name), 'latin1')).not.toContain('canary-4be1')
  }
  expect(readFileSync(theirs, 'utf8')).toBe('theirs')
  expect(Object.prototype).not.toHaveProperty('polluted')
}

/** In a short run every damage meets one or two of the files, in a full one each. */
const casesOf = (file: File) => {
  const all = Object.entries({ ...damages, ...(isJson(file) ? shapes : {}) })
  return all.filter((_, index) => isFull || (index + dataFiles.indexOf(file)) % 4 === 0)
}

describe.each(dataFiles)('F %s', file => {
  it.each(casesOf(file))('%s', async (_what, damage) => {
    const folder = filled()
    damage(join(folder, file))
    await checkFolder(folder, file)
  })
})

describe('F cut off at every byte', () => {
  const prefixes = function* (path: string) {
    const text = readFileSync(path, 'utf8')
    for (let length = 0; length < text.trimEnd().length; length += 1) yield text.slice(0, length)
  }

  it.each([
    ['the connections', 'connections.json', connectionCopyOf],
    ['the open intents', 'intents.json', intentCopyOf],
  ] as const)('%s are all there or known to be lost', (_what, name, open) => {
    const folder = filled()
    const file = join(folder, 'store', name)
    const copy = open(join(folder, 'store', 'claviger.db'))
    expect(copy.read()).not.toBeNull()
    for (const text of prefixes(file)) {
      writeFileSync(file, text)
      expect(copy.read(), `${text.length}`).toBeNull()
    }
  })

  it('the preferences are no preferences', () => {
    const file = join(filled(), 'preferences.json')
    for (const text of prefixes(file)) {
      writeFileSync(file, text)
      expect(findPreferences(file).kind, `${text.length}`).toBe('damaged')
    }
  })

  it('the log goes on in a line of its own', () => {
    const folder = filled()
    const file = join(folder, 'claviger.log')
    for (const text of prefixes(file)) {
      writeFileSync(file, text)
      openLogFile(folder, () => 0)('goes-on')
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
      const whole = text.split('\n').slice(0, -1)
      expect(lines.slice(0, whole.length)).toEqual(whole)
      expect(JSON.parse(lines.at(-1) ?? ''), `${text.length}`).toMatchObject({ event: 'goes-on' })
    }
  })
})

it('F deleted while it runs: what is confirmed then is there at the next start', async () => {
  const folder = filled()
  const data = openFolder(folder)
  for (const file of dataFiles) rmSync(join(folder, file))
  await data.write(4)
  data.close()
  const next = openFolder(folder)
  const { connection, intents, preferences } = next.seen()
  expect({ connection, intents, preferences }).toEqual({
    ...{ connection: 4, intents: [...rounds, 4], preferences: 4 },
  })
  next.close()
})

it('F a version from the future is shown and not touched', async () => {
  const folder = filled()
  const file = join(folder, 'store', 'claviger.db')
  const database = new DatabaseSync(file)
  database.exec('PRAGMA user_version = 42')
  database.close()
  const before = readFileSync(file)
  const data = openFolder(folder)
  expect(data.seen()).toMatchObject({ notices: ['store-newer'], connection: 3, intents: rounds })
  await expect(data.write(4)).rejects.toMatchObject({ info: { code: 'store', cause: 'newer' } })
  data.close()
  expect(readFileSync(file).equals(before)).toBe(true)
})

const places = {
  'that is missing': (base: string) => join(base, 'not', 'there', 'yet'),
  'with other scripts': (base: string) => join(base, 'Schlüssel данные 鍵 🔑'),
  'with spaces and signs': (base: string) => join(base, ' a b ?c=d#e%20\'f" '),
  'longer than 255 bytes': (base: string) => join(base, ...Array(4).fill('x'.repeat(80))),
  'on another device': () => mkdtempSync('/dev/shm/claviger-disk-'),
}

it.each(Object.entries(places))('F a data folder %s is a data folder', async (_what, place) => {
  const base = mkdtempSync(join(root, 'place-'))
  const folder = place(base)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = openFolder(folder)
  await data.write(1)
  data.close()
  const next = openFolder(folder)
  expect(next.seen()).toEqual({ notices: [], connection: 1, intents: [1], preferences: 1 })
  next.close()
  expect(lstatSync(folder).mode & 0o777).toBe(0o700)
})

it('F what killed writes leave behind is gone after the next start', async () => {
  const folder = filled()
  const left = ['preferences.json.tmp-1795292000abcdef', 'preferences.json.bak.tmp']
  const inStore = ['connections.json.tmp', 'intents.json.tmp'].map(name => join('store', name))
  for (const name of [...left, ...inStore]) writeFileSync(join(folder, name), '{"half')
  writeFileSync(join(folder, 'clipboard-note.json.tmp'), '{"half')
  const data = openFolder(folder)
  await data.write(4)
  data.close()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  expect(names.filter(name => name.includes('.tmp'))).toEqual([])
  expect(existsSync(join(folder, 'preferences.json'))).toBe(true)
})
