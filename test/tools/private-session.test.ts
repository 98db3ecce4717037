import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOnPath } from '../../tools/chromium-host/find-chromium.ts'
import {
  type PrivateSession,
  startPrivateSession,
  withPrivateSession,
} from '../../tools/private-session.ts'

const execute = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const canRun = ['Xvfb', 'xauth', 'dbus-daemon', 'gnome-keyring-daemon'].every(
  name => findOnPath(name) !== undefined,
)

/** Runs one keytar call in a process of its own: keytar may take its process with it. */
const keytar = async (session: PrivateSession, call: string): Promise<string> => {
  const script = `require('keytar').${call}.then(
    value => console.log(JSON.stringify(value)), error => console.log('error: ' + error.message))`
  const { stdout } = await execute(process.execPath, ['-e', script], {
    cwd: root,
    env: session.env,
  })
  return stdout.trim()
}

const set = `setPassword('claviger-test', 'a', 'secret')`
const get = `getPassword('claviger-test', 'a')`

describe.skipIf(!canRun)('a private session', () => {
  let session: PrivateSession

  beforeAll(async () => {
    session = await startPrivateSession()
  })
  afterAll(() => session.stop())

  it('has a home, a runtime folder, a bus and a display of its own', () => {
    const { HOME, XDG_RUNTIME_DIR, DBUS_SESSION_BUS_ADDRESS, DISPLAY } = session.env
    expect(HOME).not.toBe(process.env.HOME)
    expect(DBUS_SESSION_BUS_ADDRESS).toContain(XDG_RUNTIME_DIR)
    expect(DISPLAY).toMatch(/^:\d+$/)
    expect(DISPLAY).not.toBe(process.env.DISPLAY)
  })

  it('keeps a secret in a real keyring, through lock and unlock, stop and start', async () => {
    await keytar(session, set)
    expect(await keytar(session, get)).toBe('"secret"')
    await session.keyring.lock()
    expect(await keytar(session, get)).toBe('null')
    expect(await keytar(session, set)).toContain('locked')
    await session.keyring.unlock()
    expect(await keytar(session, get)).toBe('"secret"')
    await session.keyring.stop()
    expect(await keytar(session, get)).toContain('not provided')
    await session.keyring.start()
    expect(await keytar(session, get)).toBe('"secret"')
  })

  it('hangs while the keyring is paused, and goes on when it resumes', async () => {
    session.keyring.pause()
    let answered = false
    const answer = keytar(session, get).finally(() => {
      answered = true
    })
    // Another process that waits for the same daemon tells that it answers nobody.
    await expect(execute('dbus-send', unansweredCall, { env: session.env })).rejects.toThrow()
    expect(answered).toBe(false)
    session.keyring.resume()
    expect(await answer).toBe('"secret"')
  })

  it('has no Secret Service after the keyring was killed, until it is started', async () => {
    await session.keyring.kill()
    expect(await keytar(session, get)).toContain('not provided')
    await session.keyring.start()
    expect(await keytar(session, get)).toBe('"secret"')
  })

  it('has no Secret Service at all when none is wanted, and leaves nothing behind', async () => {
    const folder = await withPrivateSession(
      async other => {
        expect(other.env.DISPLAY).toBeUndefined()
        expect(await keytar(other, get)).toContain('not provided')
        return dirname(other.env.HOME ?? '')
      },
      { display: false, keyring: false },
    )
    expect(existsSync(folder)).toBe(false)
  })

  it('is taken down when what runs in it fails', async () => {
    let folder = ''
    const failing = withPrivateSession(
      async ({ env }) => {
        folder = dirname(env.HOME ?? '')
        throw new Error('the work failed')
      },
      { display: false, keyring: false },
    )
    await expect(failing).rejects.toThrow('the work failed')
    expect(folder).not.toBe('')
    expect(existsSync(folder)).toBe(false)
  })
})

const unansweredCall = [
  '--session',
  '--print-reply',
  '--reply-timeout=500',
  '--dest=org.freedesktop.secrets',
  '/org/freedesktop/secrets',
  'org.freedesktop.DBus.Peer.Ping',
]
