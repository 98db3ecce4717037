import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

// Without its binary the module `electron` tries a download; with this it is just a path, and electron-store takes
// the folder that it is given.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = '/nonexistent'
})

import { createPreferenceFile } from '../../../src/main/platform/preferences.ts'
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts'

const run = promisify(execFile)

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preferences-'))
  file = join(folder, 'preferences.json')
})

afterEach(async () => {
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true })
})

describe('the preference file', () => {
  it('gives the defaults, and writes nothing, when there is none', async () => {
    const preferences = createPreferenceFile(folder)
    expect(preferences.read()).toEqual(defaultPreferences)
    expect(preferences.reset).toBe(false)
    expect(await readdir(folder)).toEqual([])
  })

  it('says when electron-store, which listens to pages, was made', () => {
    let opened = 0
    const preferences = createPreferenceFile(folder, () => {
      opened += 1
    })
    expect(opened).toBe(0)
    preferences.write({ theme: 'dark' })
    preferences.write({ theme: 'light' })
    expect(opened).toBe(1)
  })

  it('keeps a change over a restart, for the user alone', async () => {
    const changed = createPreferenceFile(folder).write({ theme: 'dark' })
    expect(changed).toEqual({ ...defaultPreferences, theme: 'dark' })
    const again = createPreferenceFile(folder)
    expect(again.read()).toEqual(changed)
    expect(again.write({ environment: 'production', theme: undefined })).toEqual({
      ...changed,
      environment: 'production',
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['preferences.json', 'preferences.json.bak'])
  })

  it('does not read the file again', async () => {
    const preferences = createPreferenceFile(folder)
    preferences.write({ theme: 'dark' })
    await writeFile(file, '{"theme":"light"}')
    expect(preferences.read().theme).toBe('dark')
  })

  it.each([
    ['nothing', ''],
    ['half a file', '{"theme":"dark","conn'],
    ['NULs', '\0\0\0\0'],
    ['a list', '[1,2]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a string', '"dark"'],
    ['a value of the wrong type', '{"theme":7}'],
    ['a value that nobody knows', '{"theme":"sepia"}'],
  ])('sets aside a file that holds %s', async (_name, content) => {
    await writeFile(file, content)
    const preferences = createPreferenceFile(folder)
    expect(preferences.reset).toBe(true)
    expect(preferences.read()).toEqual(defaultPreferences)
    const [aside, ...others] = await readdir(folder)
    expect(others).toEqual([])
    expect(aside).toMatch(/^preferences\.damaged-\d+\.json$/)
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(content)
    preferences.write({ theme: 'light' })
    const again = createPreferenceFile(folder)
    expect([again.reset, again.read().theme]).toEqual([false, 'light'])
  })

  it('fills in what an older file lacks', async () => {
    await writeFile(file, '{"environment":"production"}')
    const preferences = createPreferenceFile(folder)
    expect(preferences.read()).toEqual({ ...defaultPreferences, environment: 'production' })
    expect(preferences.reset).toBe(false)
  })

  it('drops what it does not know, also from the file', async () => {
    await writeFile(file, '{"theme":"dark","secret":"canary","__proto__":{"theme":"light"}}')
    const preferences = createPreferenceFile(folder)
    expect(preferences.read()).toEqual({ ...defaultPreferences, theme: 'dark' })
    preferences.write({ environment: 'production' })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      ...defaultPreferences,
      theme: 'dark',
      environment: 'production',
    })
  })

  // The shell's `ulimit -f 0` does to a write what a full disk does; it needs a process of its own, which keeps nothing
  // compiled: Node would write that when it ends.
  it('reports a write that the disk did not take, and keeps what it had', async () => {
    createPreferenceFile(folder).write({ theme: 'light' })
    const module = new URL('../../../src/main/platform/preferences.ts', import.meta.url)
    const script = join(folder, 'write.mjs')
    await writeFile(
      script,
      `process.on('SIGXFSZ', () => {})
      const { createPreferenceFile } = await import(${JSON.stringify(module.href)})
      const preferences = createPreferenceFile(process.argv[2])
      try { preferences.write({ theme: 'dark' }) } catch (error) { process.exitCode = error.info.cause === 'full' ? 42 : 1 }
      if (preferences.read().theme !== 'light') process.exitCode = 1`,
    )
    const ended = await run('sh', [
      '-c',
      'ulimit -f 0; NODE_DISABLE_COMPILE_CACHE=1 exec "$0" "$1" "$2"',
      process.execPath,
      script,
      folder,
    ]).then(
      () => 0,
      (error: { readonly code?: number }) => error.code,
    )
    expect(ended).toBe(42)
  })

  it('sets aside a folder that stands in its place', async () => {
    await mkdir(file)
    const preferences = createPreferenceFile(folder)
    expect([preferences.reset, preferences.read()]).toEqual([true, defaultPreferences])
    expect(preferences.write({ theme: 'dark' }).theme).toBe('dark')
    expect(createPreferenceFile(folder).read().theme).toBe('dark')
  })
})
