import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import type { Limits } from '../../../../src/main/platform/keychain/helper.ts'
import { createVault } from '../../../../src/main/platform/keychain/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { type PrivateSession, startPrivateSession } from '../../../../tools/private-session.ts'
import { type NodeHelpers, nodeHelpers } from '../node-helper.ts'

const program = new URL('../../../../src/main/platform/keychain/process.ts', import.meta.url)

let session: PrivateSession
let started: NodeHelpers[] = []

beforeAll(async () => {
  session = await startPrivateSession({ display: false, keyring: false })
})

afterAll(() => session.stop())

afterEach(() => {
  for (const helpers of started) helpers.stop()
  started = []
})

const open = (options: { env?: NodeJS.ProcessEnv; file?: URL; limits?: Partial<Limits> } = {}) => {
  const helpers = nodeHelpers(options.file ?? program, options.env ?? session.env)
  started.push(helpers)
  return { helpers, vault: createVault(helpers.fork, options.limits) }
}

const causeOf = async (call: Promise<unknown>): Promise<string> => {
  const info = infoOf(
    await call.then(
      () => null,
      (error: unknown) => error,
    ),
  )
  return info?.code === 'keychain' ? info.cause : `${info?.code}`
}

describe('with a keyring', () => {
  beforeEach(() => session.keyring.start())
  afterEach(() => session.keyring.kill())

  it('stores, reads and deletes', async () => {
    const { vault } = open()
    await vault.set('c1/preview', secret('clva_ключ 🔑'))
    await vault.set('c1/production', secret('other'))
    expect((await vault.get('c1/preview'))?.expose()).toBe('clva_ключ 🔑')
    await vault.delete('c1/preview')
    expect(await vault.get('c1/preview')).toBeNull()
    expect((await vault.get('c1/production'))?.expose()).toBe('other')
  })

  it('replaces a value', async () => {
    const { vault } = open()
    await vault.set('c1/preview', secret('one'))
    await vault.set('c1/preview', secret('two'))
    expect((await vault.get('c1/preview'))?.expose()).toBe('two')
  })

  it('answers null for what was never stored, and deletes it without complaint', async () => {
    const { vault } = open()
    expect(await vault.get('missing')).toBeNull()
    await vault.delete('missing')
  })

  it('leaves no probe behind', async () => {
    const { vault } = open()
    await vault.get('missing')
    await vault.delete('missing')
    expect(await vault.get('probe')).toBeNull()
  })

  it.each(['a\0b', '\ud800', 'x\udc00y'])(
    'refuses %j, which the keyring would alter',
    async value => {
      const { vault, helpers } = open()
      expect(await causeOf(vault.set('c1/preview', secret(value)))).toBe('refused')
      expect(helpers.children).toHaveLength(0)
    },
  )

  it('serializes 40 calls at once', async () => {
    const { vault, helpers } = open()
    const accounts = Array.from({ length: 40 }, (_, index) => `many/${index}`)
    await Promise.all(accounts.map(account => vault.set(account, secret(`of ${account}`))))
    const values = await Promise.all(accounts.map(account => vault.get(account)))
    expect(values.map(value => value?.expose())).toEqual(accounts.map(account => `of ${account}`))
    expect(helpers.children).toHaveLength(1)
  })

  it('says that the keyring is locked, and works once it was unlocked', async () => {
    const { vault } = open()
    await vault.set('c1/preview', secret('kept'))
    await session.keyring.lock()
    expect(await causeOf(vault.get('c1/preview'))).toBe('locked')
    expect(await causeOf(vault.get('missing'))).toBe('locked')
    expect(await causeOf(vault.set('c1/preview', secret('new')))).toBe('locked')
    expect(await causeOf(vault.delete('c1/preview'))).toBe('locked')
    await session.keyring.unlock()
    expect((await vault.get('c1/preview'))?.expose()).toBe('kept')
  })

  it('answers in time while the keyring hangs, and nothing else waits', async () => {
    const { vault } = open()
    await vault.set('c1/preview', secret('kept'))
    session.keyring.pause()
    const asked = performance.now()
    const calls = [vault.get('c1/preview'), vault.set('x', secret('y')), vault.delete('z')]
    let pending = true
    const causes = Promise.all(calls.map(causeOf)).finally(() => {
      pending = false
    })
    const waits: number[] = []
    while (pending) {
      const from = performance.now()
      await readFile(program)
      await new Promise(resolve => setTimeout(resolve, 5))
      waits.push(performance.now() - from)
    }
    expect(await causes).toEqual(['timeout', 'timeout', 'timeout'])
    expect(performance.now() - asked).toBeLessThan(3500)
    expect(waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)]).toBeLessThan(50)
    session.keyring.resume()
    expect((await vault.get('c1/preview'))?.expose()).toBe('kept')
  })

  it('lets a call that waited behind a hung one use its own time', async () => {
    const { vault } = open()
    session.keyring.pause()
    const asked = performance.now()
    const first = causeOf(vault.get('a'))
    await vi.waitFor(() => expect(performance.now() - asked).toBeGreaterThan(700))
    const second = vault.get('b')
    expect(await first).toBe('timeout')
    session.keyring.resume()
    expect(await second).toBeNull()
  })

  it('survives the death of the daemon in the middle of a call', async () => {
    const { vault } = open()
    await vault.set('c1/preview', secret('kept'))
    session.keyring.pause()
    const call = causeOf(vault.get('c1/preview'))
    await session.keyring.kill()
    expect(['no-service', 'crashed']).toContain(await call)
    await session.keyring.start()
    expect((await vault.get('c1/preview'))?.expose()).toBe('kept')
  })

  it('reaches a daemon that was started anew', async () => {
    const { vault, helpers } = open()
    await vault.set('c1/preview', secret('kept'))
    await session.keyring.kill()
    await session.keyring.start()
    expect((await vault.get('c1/preview'))?.expose()).toBe('kept')
    expect(helpers.children).toHaveLength(2)
  })

  it('reports a helper that crashed in a call and starts another', async () => {
    const { vault, helpers } = open()
    await vault.set('c1/preview', secret('kept'))
    session.keyring.pause()
    const call = causeOf(vault.get('c1/preview'))
    await new Promise(setImmediate)
    helpers.children.at(-1)?.kill('SIGSEGV')
    expect(await call).toBe('crashed')
    session.keyring.resume()
    expect((await vault.get('c1/preview'))?.expose()).toBe('kept')
  })

  it('replaces a helper that died between two calls', async () => {
    const { vault, helpers } = open()
    await vault.set('c1/preview', secret('kept'))
    const child = helpers.children[0]
    child?.kill('SIGKILL')
    if (child?.signalCode === null) await once(child, 'exit')
    expect((await vault.get('c1/preview'))?.expose()).toBe('kept')
  })

  it('stops starting helpers that keep dying', async () => {
    const { vault, helpers } = open({ limits: { spawnsPerMinute: 3 } })
    session.keyring.pause()
    for (const count of [1, 2, 3]) {
      const call = causeOf(vault.get('a'))
      await vi.waitFor(() => expect(helpers.children).toHaveLength(count))
      helpers.children.at(-1)?.kill('SIGSEGV')
      expect(await call).toBe('crashed')
    }
    expect(await causeOf(vault.get('a'))).toBe('crashed')
    expect(helpers.children).toHaveLength(3)
  })

  it('ends a helper that nobody asks', async () => {
    const { vault, helpers } = open({ limits: { idleMs: 20 } })
    await vault.get('a')
    const child = helpers.children[0]
    await vi.waitFor(() => expect(child?.signalCode).toBe('SIGTERM'))
    expect(await vault.get('a')).toBeNull()
    expect(helpers.children).toHaveLength(2)
  })

  it('shows the value in no argument and no environment of the helper', async () => {
    const { vault, helpers } = open()
    await vault.set('c1/preview', secret('canary-1f7b'))
    const pid = helpers.children[0]?.pid
    const seen = await Promise.all(
      ['cmdline', 'environ'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8')),
    )
    expect(seen.join('')).toContain('process.ts')
    expect(seen.join('')).not.toContain('canary-1f7b')
  })
})

describe('without a keyring', () => {
  const path = { PATH: process.env.PATH ?? '' }

  it.each([
    ['no bus', path],
    ['a dead bus', { ...path, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }],
  ])('says so: %s', async (_name, env) => {
    const { vault } = open({ env })
    expect(await causeOf(vault.get('a'))).toBe('no-service')
    expect(await causeOf(vault.set('a', secret('b')))).toBe('no-service')
    expect(await causeOf(vault.delete('a'))).toBe('no-service')
  })

  it('says so on a bus where nobody provides it, and works once somebody does', async () => {
    const { vault } = open()
    expect(await causeOf(vault.get('a'))).toBe('no-service')
    await session.keyring.start()
    expect(await vault.get('never stored')).toBeNull()
    await session.keyring.kill()
  })

  it('says that the native library cannot be loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keychain-'))
    const keytar = join(folder, 'node_modules', 'keytar')
    await cp(new URL('.', program), folder, { recursive: true })
    await cp(join(fileURLToPath(import.meta.resolve('keytar')), '../..'), keytar, {
      recursive: true,
      filter: source => !source.endsWith('.node'),
    })
    const prebuilt = `${process.platform}-${process.arch}/keytar.node`
    await writeFile(join(keytar, 'prebuilds', prebuilt), 'not a library')
    const { vault } = open({ file: pathToFileURL(join(folder, 'process.ts')) })
    expect(await causeOf(vault.get('a'))).toBe('library-missing')
    expect(await causeOf(vault.set('a', secret('b')))).toBe('library-missing')
    await rm(folder, { recursive: true })
  })
})
