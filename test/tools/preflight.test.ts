import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  canSandbox,
  type Facts,
  hasSessionBus,
  installCommand,
  lacking,
  packagesFor,
  planFor,
  sandboxCommand,
} from '../../tools/preflight.ts'

const everything: Facts = {
  platform: 'linux',
  isRoot: false,
  manager: 'apt-get',
  distribution: 'debian',
  electron: false,
  lameSandbox: undefined,
  chromium: true,
  secretService: true,
  gnomeKeyring: true,
  sessionBus: true,
  dbus: true,
  libsecret: true,
  xvfb: true,
  xauth: true,
}

const nothing: Facts = {
  ...everything,
  chromium: false,
  secretService: false,
  gnomeKeyring: false,
  sessionBus: false,
  dbus: false,
  libsecret: false,
  xvfb: false,
  xauth: false,
}

describe('what is lacking', () => {
  it('is nothing on a machine that has everything', () => {
    for (const purpose of ['start', 'test', 'demo'] as const)
      expect(lacking(purpose, everything)).toEqual([])
  })

  it('is all of it on a bare one; a display only where nobody looks', () => {
    const common = ['chromium', 'secret service', 'D-Bus', 'libsecret']
    expect(lacking('start', nothing)).toEqual(common)
    expect(lacking('test', nothing)).toEqual([...common, 'Xvfb', 'xauth'])
    expect(lacking('demo', nothing)).toEqual([...common, 'Xvfb', 'xauth'])
  })

  it('is nothing on macOS and Windows', () => {
    expect(lacking('test', { ...nothing, platform: 'darwin' })).toEqual([])
    expect(lacking('test', { ...nothing, platform: 'win32' })).toEqual([])
  })

  it('is no Chromium where Electron runs', () => {
    expect(lacking('start', { ...everything, chromium: false, electron: true })).toEqual([])
  })

  it('is no gnome-keyring for a user who has another Secret Service', () => {
    const kde = { ...everything, gnomeKeyring: false }
    expect(lacking('start', kde)).toEqual([])
    expect(lacking('test', kde)).toEqual(['secret service'])
  })

  it('is no D-Bus daemon for a user who is in a session', () => {
    expect(lacking('start', { ...everything, dbus: false })).toEqual([])
    expect(lacking('start', { ...everything, dbus: false, sessionBus: false })).toEqual(['D-Bus'])
  })
})

describe('what is done about it', () => {
  const facts = { ...nothing, isRoot: true }

  it('is an installation for root on Debian, of exactly what is lacking', () => {
    expect(planFor(['Xvfb', 'secret service'], facts)).toEqual({
      kind: 'install',
      names: ['xvfb', 'gnome-keyring'],
    })
    expect(planFor([], facts)).toEqual({ kind: 'ready' })
  })

  it.each([
    [
      'apt-get',
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends libsecret-1-0 xvfb',
    ],
    ['dnf', 'sudo dnf install -y libsecret xorg-x11-server-Xvfb'],
    ['pacman', 'sudo pacman -S --needed --noconfirm libsecret xorg-server-xvfb'],
    ['zypper', 'sudo zypper install -y libsecret-1-0 xorg-x11-server-Xvfb'],
  ] as const)('is one command to type elsewhere: %s', (manager, command) => {
    const plan = planFor(['libsecret', 'Xvfb'], { ...facts, isRoot: false, manager })
    expect(plan).toEqual({ kind: 'ask', command })
  })

  it('is asked of root where there is no apt, without sudo', () => {
    expect(planFor(['xauth'], { ...facts, manager: 'dnf' })).toEqual({
      kind: 'ask',
      command: 'dnf install -y xorg-x11-xauth',
    })
  })

  it('is said to be beyond us where no known manager is', () => {
    expect(planFor(['xauth'], { ...facts, manager: undefined })).toEqual({ kind: 'stuck' })
  })

  it('knows the name that Ubuntu gives Chromium', () => {
    expect(packagesFor(['chromium'], 'apt-get', 'ubuntu')).toEqual(['chromium-browser'])
    expect(packagesFor(['chromium'], 'apt-get', 'debian')).toEqual(['chromium'])
    expect(installCommand(['chromium'], 'apt-get', true)).not.toContain('sudo')
  })
})

describe('a session bus', () => {
  it('is found by its address or its socket', () => {
    expect(hasSessionBus({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' })).toBe(true)
    expect(hasSessionBus({ XDG_RUNTIME_DIR: '/nowhere' })).toBe(false)
    expect(hasSessionBus({})).toBe(false)
  })
})

describe.skipIf(process.platform === 'win32')("Electron's sandbox", () => {
  /** A PATH on which user namespaces work, or do not. */
  const withUnshare = (exitCode: number): void => {
    const folder = mkdtempSync(join(tmpdir(), 'claviger-path-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    onTestFinished(() => void vi.unstubAllEnvs())
    writeFileSync(join(folder, 'unshare'), `#!/bin/sh\nexit ${exitCode}\n`, { mode: 0o755 })
    vi.stubEnv('PATH', folder)
  }
  const helper = { uid: 1000, mode: 0o100_755 }

  it('works by user namespaces, or by a helper that is root and run as root', () => {
    withUnshare(0)
    expect(canSandbox(helper)).toBe(true)
    withUnshare(1)
    expect(canSandbox({ uid: 0, mode: 0o104_755 })).toBe(true)
  })

  it('does not work where both are missing', () => {
    withUnshare(1)
    expect(canSandbox(helper)).toBe(false)
    expect(canSandbox({ uid: 1000, mode: 0o104_755 })).toBe(false)
    expect(canSandbox({ uid: 0, mode: 0o100_755 })).toBe(false)
  })

  it('is mended by one command', () => {
    expect(sandboxCommand('/a b/chrome-sandbox')).toBe(
      "sudo chown root:root '/a b/chrome-sandbox' && sudo chmod 4755 '/a b/chrome-sandbox'",
    )
  })
})
