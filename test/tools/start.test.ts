import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isStale } from '../../tools/build.ts'
import { findChromium } from '../../tools/chromium-host/find-chromium.ts'
import { downloadHost, stillHolds } from '../../tools/electron-download.ts'
import { electronProgram, forcedHost, hostCommand } from '../../tools/host.ts'
import { describeHost, hasDisplay } from '../../tools/start.ts'

const root = resolve(import.meta.dirname, '../..')

describe('the display', () => {
  it.each([
    ['linux', {}, [], false],
    ['linux', { DISPLAY: '' }, [], false],
    ['linux', { DISPLAY: ':0' }, [], true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [], true],
    ['linux', {}, ['--headless'], true],
    ['darwin', {}, [], true],
    ['win32', {}, [], true],
  ] as const)('of %s %j %j: %s', (platform, environment, switches, expected) => {
    expect(hasDisplay(platform, environment, switches)).toBe(expected)
  })

  it.skipIf(process.platform !== 'linux')(
    'that is missing ends npm start at once, with the way out',
    () => {
      const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env
      const started = performance.now()
      const result = spawnSync(process.execPath, [join(root, 'tools/start.ts')], {
        env,
        encoding: 'utf8',
      })
      expect(result.status).toBe(1)
      expect(result.stderr).toContain('npm run demo')
      expect(result.stderr).toContain('xvfb-run -a npm start')
      expect(performance.now() - started).toBeLessThan(10_000)
    },
  )
})

describe('the host', () => {
  it('is said in one line', () => {
    expect(describeHost({ name: 'electron', version: '45.4.1' }, undefined)).toBe(
      'Claviger runs on Electron 45.4.1',
    )
    expect(describeHost({ name: 'chromium', version: '156.0.8078.79' }, 'no download')).toBe(
      'Claviger runs on Chromium 156 (no download)',
    )
  })

  it('can be forced, to a word that is known', () => {
    expect(forcedHost('chromium')).toBe('chromium')
    expect(forcedHost('')).toBeUndefined()
    expect(() => forcedHost('firefox')).toThrow('firefox')
  })

  it.skipIf(findChromium() === undefined)('is Node with the Chromium host when forced so', () => {
    const { name, version, command, args } = hostCommand('test', 'chromium')
    expect({ name, command }).toEqual({ name: 'chromium', command: process.execPath })
    expect(version).toMatch(/^\d+\./)
    expect(args[1]).toMatch(/register\.ts$/)
  })

  it.skipIf(electronProgram() !== undefined)('is refused when it is not here', () => {
    expect(() => hostCommand('demo', 'electron')).toThrow('npm run preflight -- demo')
  })
})

describe("Electron's download", () => {
  const failure = { version: '45.4.1', at: 1_000_000, reason: 'no' }
  const hour = 3_600_000

  it('is tried again after a day, for another version, or when the clock went back', () => {
    expect(stillHolds(failure, '45.4.1', failure.at + hour)).toBe(true)
    expect(stillHolds(failure, '45.4.1', failure.at + 25 * hour)).toBe(false)
    expect(stillHolds(failure, '46.0.0', failure.at + hour)).toBe(false)
    expect(stillHolds(failure, '45.4.1', failure.at - hour)).toBe(false)
  })

  it('comes from a mirror where one is named', () => {
    expect(downloadHost({})).toBe('github.com')
    expect(downloadHost({ ELECTRON_MIRROR: 'https://mirror.test/electron/' })).toBe('mirror.test')
  })
})

describe('the build', () => {
  it('is stale when a product is missing or older than a source', () => {
    expect(isStale([10, 11], [9, 10])).toBe(false)
    expect(isStale([10, 11], [9, 10.5])).toBe(true)
    expect(isStale([0, 11], [9])).toBe(true)
  })
})

describe('the running Node', () => {
  const { refusal } = createRequire(import.meta.url)('../../tools/check-node.cjs')

  it.each(['22.18.0', '22.20.1', '23.0.0', '24.21.0'])('%s will do', version => {
    expect(refusal(version)).toBeNull()
  })

  it.each(['18.20.0', '20.19.5', '22.17.9'])('%s is refused in one sentence', version => {
    expect(refusal(version)).toMatch(new RegExp(`^Claviger needs Node .*${version}.*\\.$`))
  })
})
