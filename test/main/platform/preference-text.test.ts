import { execFileSync } from 'node:child_process'
import {
  existsSync,
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
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'

// As in preferences.test.ts: electron-store works without Electron's binary.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = '/nonexistent'
})

import { previousOf, replaceWatched } from '../../../src/main/platform/preference-text.ts'
import { createPreferenceFile } from '../../../src/main/platform/preferences.ts'
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preferences-'))
  path = join(folder, 'preferences.json')
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

const dark = { ...defaultPreferences, theme: 'dark' } as const
const light = { ...defaultPreferences, theme: 'light' } as const
const textOf = (preferences: object) => JSON.stringify(preferences)
const asideIn = () => readdirSync(folder).filter(name => name.includes('.damaged-'))

describe('a writer that a nearly full disk cut short, and that said nothing', () => {
  it('leaves the file as it was, wherever it was cut', () => {
    const whole = textOf(light)
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, textOf(dark))
      const cut = () => writeFileSync(path, whole.slice(0, length))
      expect(replaceWatched(path, light, cut), `${length}`).toBe(false)
      expect(readFileSync(path, 'utf8')).toBe(textOf(dark))
    }
    expect(replaceWatched(path, light, () => writeFileSync(path, whole))).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe(whole)
  })

  it('leaves no file where there was none', () => {
    expect(replaceWatched(path, light, () => writeFileSync(path, '{"theme":'))).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is found out by the one who asked for the change', () => {
    const preferences = createPreferenceFile(folder)
    preferences.write({ theme: 'dark' })
    const before = readFileSync(path, 'utf8')
    expect(() =>
      replaceWatched(path, light, () => {
        writeFileSync(path, '{')
        throw new Error('and it told')
      }),
    ).toThrow('and it told')
    expect(readFileSync(path, 'utf8')).toBe(before)
  })
})

describe('a damaged file', () => {
  it('is replaced by the one before, which was kept for its owner alone', () => {
    const preferences = createPreferenceFile(folder)
    preferences.write({ theme: 'dark' })
    preferences.write({ theme: 'light' })
    expect(statSync(previousOf(path)).mode & 0o777).toBe(0o600)
    writeFileSync(path, '{"theme"')
    const again = createPreferenceFile(folder)
    expect([again.reset, again.read()]).toEqual([false, dark])
    expect(asideIn()).toHaveLength(1)
  })

  it('does not fill the place of one that is whole when both are damaged', () => {
    createPreferenceFile(folder).write({ theme: 'dark' })
    writeFileSync(path, 'no JSON')
    writeFileSync(previousOf(path), '[]')
    const again = createPreferenceFile(folder)
    expect([again.reset, again.read()]).toEqual([true, defaultPreferences])
  })

  it('is set aside, not written over, when it was damaged while Claviger ran', () => {
    const preferences = createPreferenceFile(folder)
    preferences.write({ theme: 'dark' })
    writeFileSync(path, '[1,2]')
    preferences.write({ environment: 'production' })
    expect(asideIn().map(name => readFileSync(join(folder, name), 'utf8'))).toEqual(['[1,2]'])
    expect(createPreferenceFile(folder).read()).toEqual({ ...dark, environment: 'production' })
  })

  it('may have been damaged before anything was written', () => {
    const preferences = createPreferenceFile(folder)
    writeFileSync(path, '{"theme"')
    preferences.write({ theme: 'dark' })
    expect(createPreferenceFile(folder).read()).toEqual(dark)
  })
})

const strange = {
  'a link': () => {
    writeFileSync(join(folder, 'theirs'), textOf(dark))
    symlinkSync(join(folder, 'theirs'), path)
  },
  'a pipe': () => void execFileSync('mkfifo', [path]),
  'a folder': () => mkdirSync(path),
  'two megabytes': () => writeFileSync(path, `${' '.repeat(2 ** 21)}${textOf(dark)}`),
}

it.each(Object.entries(strange))(
  '%s in the place of the file is set aside and not read',
  (_what, make) => {
    make()
    const preferences = createPreferenceFile(folder)
    expect([preferences.reset, preferences.read()]).toEqual([true, defaultPreferences])
    expect(asideIn()).toHaveLength(1)
    preferences.write({ theme: 'light' })
    expect(createPreferenceFile(folder).read()).toEqual(light)
    const theirs = join(folder, 'theirs')
    if (existsSync(theirs)) expect(readFileSync(theirs, 'utf8')).toBe(textOf(dark))
  },
)

it('is read with a byte order mark, and written without', () => {
  writeFileSync(path, `\ufeff${textOf(dark)}`)
  const preferences = createPreferenceFile(folder)
  expect([preferences.reset, preferences.read()]).toEqual([false, dark])
  preferences.write({ theme: 'light' })
  expect(readFileSync(path, 'utf8')).toMatch(/^\{/)
})

it('is made anew where it was deleted while Claviger ran', () => {
  const preferences = createPreferenceFile(folder)
  preferences.write({ theme: 'dark' })
  rmSync(path)
  preferences.write({ environment: 'production' })
  expect(createPreferenceFile(folder).read()).toEqual({ ...dark, environment: 'production' })
})

it('loses what a killed write left behind', () => {
  const left = ['preferences.json.tmp-1795292000abcdef', 'preferences.json.bak.tmp']
  for (const name of [...left, 'another.json.tmp-1']) writeFileSync(join(folder, name), '{"th')
  createPreferenceFile(folder)
  expect(readdirSync(folder)).toEqual(['another.json.tmp-1'])
})
