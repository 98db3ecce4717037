import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'

// Without its binary the module `electron`, which electron-store imports, tries a download.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = '/nonexistent'
})

import { createPreferenceFile } from '../../src/main/platform/preferences.ts'
import { defaultPreferences } from '../../src/shared/domain/preferences.ts'
import { holds } from '../traces.ts'
import { openFolder } from './data-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claviger-processes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

it('M a second process over the same data writes nothing, and does the first no harm', async () => {
  const program = fileURLToPath(new URL('data-writer.ts', import.meta.url))
  const first = spawn(process.execPath, [program, folder, '1'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(first, 'exit')
  let confirmed = 0
  let refused = false
  for await (const line of createInterface(first.stdout)) {
    confirmed = Number(line)
    if (refused && confirmed > 3) first.kill('SIGKILL')
    if (refused) continue
    const second = openFolder(folder)
    expect(second.readOnly).toBe(true)
    await expect(second.write(1000)).rejects.toMatchObject({ info: { code: 'store' } })
    second.close()
    refused = true
  }
  await exited
  const next = openFolder(folder)
  const { notices, intents } = next.seen()
  next.close()
  expect(notices).toEqual([])
  expect(intents.slice(0, confirmed)).toEqual(Array.from({ length: confirmed }, (_, at) => at + 1))
})

const canary = 'clv_preview_00000000000000000000canary9d0e1f2a3'

it.each([
  ['an exception', `setTimeout(() => { throw new Error(secret) })`],
  ['a rejection', `Promise.reject(new Error(secret))`],
  ['a thrown text', `setTimeout(() => { throw secret })`],
  [
    'an error with the secret as its name',
    `Promise.reject(Object.assign(new Error('x'), { name: secret }))`,
  ],
  [
    'an error with the secret as its code',
    `Promise.reject(Object.assign(new Error('x'), { code: secret, cause: new Error(secret) }))`,
  ],
])(
  'M what nobody catches, %s that holds a secret, is logged without it, and nothing ends',
  async (_what, fail) => {
    const module = (path: string) =>
      JSON.stringify(new URL(`../../src/main/${path}`, import.meta.url).href)
    const script = `
    const { openLogFile } = await import(${module('platform/log-file.ts')})
    const { surviveFaults } = await import(${module('base/fault.ts')})
    surviveFaults(openLogFile(${JSON.stringify(folder)}, Date.now))
    const secret = process.argv.at(-1)
    ${fail}
    setTimeout(() => console.log('goes on'), 50)`
    const node = ['--input-type=module', '-e', script, canary]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, node)
    expect(stdout).toBe('goes on\n')
    const log = readFileSync(join(folder, 'claviger.log'))
    expect(log.toString()).toMatch(/"event":"(uncaught-exception|unhandled-rejection)"/)
    for (const bytes of [log, Buffer.from(stderr)]) expect(holds(bytes, canary)).toBe(false)
  },
)

it('M preferences of a later version: what this one knows serves, and the rest is no obstacle', () => {
  const later = {
    ...defaultPreferences,
    theme: 'dark',
    density: 'compact',
    size: { width: 900, height: 700, x: 3 },
  }
  writeFileSync(join(folder, 'preferences.json'), JSON.stringify(later))
  const preferences = createPreferenceFile(folder)
  expect([preferences.reset, preferences.read().theme, preferences.read().size.width]).toEqual([
    false,
    'dark',
    900,
  ])
  preferences.write({ environment: 'production' })
  expect(createPreferenceFile(folder).read()).toMatchObject({
    theme: 'dark',
    environment: 'production',
  })
})
