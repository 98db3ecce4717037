import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { secret } from '../../src/main/base/secret.ts'
import { createVault } from '../../src/main/platform/keychain/index.ts'
import { placesAt } from '../../src/main/platform/store/connection-copy.ts'
import { createCredentials } from '../../src/main/services/credentials.ts'
import type { StoredConnection, Vault } from '../../src/main/services/ports.ts'
import { keychainAccount } from '../../src/shared/domain/connection.ts'
import type { ErrorInfo } from '../../src/shared/error.ts'
import {
  hasSecretService,
  type PrivateSession,
  startPrivateSession,
} from '../../tools/private-session.ts'
import { nodeHelpers } from '../main/platform/node-helper.ts'
import { measured, record } from './figures.ts'
import { checkWords } from './invariants.ts'
import { attempt } from './world.ts'

const program = new URL('../../src/main/platform/keychain/process.ts', import.meta.url)
const canary = 'clva_canary_77f1'

let session: PrivateSession
beforeEach(async () => {
  session = await startPrivateSession({ display: false, keyring: false })
})
afterEach(() => session.stop())

/** A connection whose credentials were saved before. */
const connection: StoredConnection = {
  ...{
    id: crypto.randomUUID(),
    name: 'Saved',
    connector: 'claviger',
    builtIn: false,
    createdAt: 1,
  },
  places: placesAt('https://127.0.0.1:8443', { ca: null, pin: null }),
  saved: { preview: true, production: true },
}
const scope = { connection: connection.id, environment: 'preview' } as const

type Setting = { readonly env?: NodeJS.ProcessEnv; readonly file?: URL }

/** The credentials as a new run of the application has them: nothing is held in memory. */
const startRun = ({ env = session.env, file = program }: Setting = {}) => {
  const helpers = nodeHelpers(file, env)
  onTestFinished(() => helpers.stop())
  const vault = createVault(helpers.fork)
  const deleted: string[] = []
  const watched: Vault = {
    ...vault,
    delete: account => {
      deleted.push(account)
      return vault.delete(account)
    },
  }
  const credentials = createCredentials(watched)
  return {
    ...{ helpers, vault, deleted },
    read: () => credentials.get(connection, scope),
    save: (keep: 'keychain' | 'memory') => credentials.put(connection, scope, secret(canary), keep),
    keeping: () => credentials.keeping(connection, scope),
  }
}

type Run = ReturnType<typeof startRun>

/** A typed error in words and in time, nothing deleted, the loop free; and the session alone is still offered. */
const checkRefused = async (run: Run, cause: Extract<ErrorInfo, { code: 'keychain' }>['cause']) => {
  const tries: readonly (() => Promise<unknown>)[] = [run.read, () => run.save('keychain')]
  for (const work of tries) {
    const { error, ms, blockedMs } = await attempt(work)
    expect(error).toEqual({ code: 'keychain', cause })
    if (error) checkWords(error)
    record({ worstErrorMs: ms, worstBlockedMs: blockedMs }, `${expect.getState().currentTestName}`)
    expect(ms).toBeLessThan(3000 + 2000)
  }
  expect(run.deleted).toEqual([])
  expect(run.keeping()).toBe('keychain')
  const kept = await run.save('memory').catch(() => null)
  // Where the entry before cannot be deleted, it is remembered that it may be there.
  expect(kept).toBe(true)
  expect((await run.read()).expose()).toBe(canary)
  expect(run.keeping()).toBe('memory')
}

const path = { PATH: process.env.PATH ?? '' }

it('K no bus', () => checkRefused(startRun({ env: path }), 'no-service'))

it('K a dead bus socket', () => {
  const env = { ...path, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }
  return checkRefused(startRun({ env }), 'no-service')
})

it('K a bus without a provider, as after a change from one desktop to another', () =>
  checkRefused(startRun(), 'no-service'))

it('K a provider without a login collection', async () => {
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets'], {
    ...{ env: session.env, stdio: 'ignore' },
  })
  onTestFinished(async () => {
    daemon.kill('SIGKILL')
    if (daemon.signalCode === null) await once(daemon, 'exit')
  })
  await vi.waitFor(async () => expect(await hasSecretService(session.env)).toBe(true), 10_000)
  await checkRefused(startRun(), 'no-service')
})

it('K locked, and nobody there to unlock it; then unlocked, without a restart', async () => {
  await session.keyring.start()
  const run = startRun()
  await run.save('keychain')
  await session.keyring.lock()
  const later = startRun()
  await checkRefused(later, 'locked')
  const waiting = startRun()
  expect((await attempt(waiting.read)).error).toEqual({ code: 'keychain', cause: 'locked' })
  await session.keyring.unlock()
  expect((await waiting.read()).expose()).toBe(canary)
})

it('K the daemon killed in the middle of a call', async () => {
  await session.keyring.start()
  const run = startRun()
  await run.vault.get('warm')
  session.keyring.pause()
  const call = attempt(run.read)
  await session.keyring.kill()
  const { error } = await call
  expect(error?.code).toBe('keychain')
  await session.keyring.start()
  await startRun().save('keychain')
  expect((await run.read()).expose()).toBe(canary)
})

it('K the daemon stopped: 3 s, and nothing else waits', async () => {
  await session.keyring.start()
  const run = startRun()
  await run.vault.get('warm')
  session.keyring.pause()
  onTestFinished(session.keyring.resume)
  let done = false
  const call = attempt(run.read).finally(() => {
    done = true
  })
  const waits: number[] = []
  while (!done) waits.push((await measured(() => readFile(program))).ms)
  const { error, ms } = await call
  expect(error).toEqual({ code: 'keychain', cause: 'timeout' })
  record({ worstErrorMs: ms }, 'keychain stopped')
  expect(ms).toBeLessThan(3500)
  expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)]).toBeLessThan(50)
  expect(run.deleted).toEqual([])
})

it.each([
  ['missing', null],
  ['of another processor', '\u007fELF\u0002\u0001\u0001'],
])('K the native library %s', async (_what, content) => {
  const folder = await mkdtemp(join(tmpdir(), 'claviger-keychain-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const keytar = join(folder, 'node_modules', 'keytar')
  await cp(new URL('.', program), folder, { recursive: true })
  await cp(join(fileURLToPath(import.meta.resolve('keytar')), '../..'), keytar, {
    ...{ recursive: true, filter: (source: string) => !source.endsWith('.node') },
  })
  const library = join(keytar, 'prebuilds', `${process.platform}-${process.arch}`, 'keytar.node')
  if (content !== null) await writeFile(library, content)
  await checkRefused(
    startRun({ file: pathToFileURL(join(folder, 'process.ts')) }),
    'library-missing',
  )
})

const refusing = new URL('refusing-helper.ts', import.meta.url)

it('K the helper dies of SIGSEGV at each call: it is started five times a minute at most', async () => {
  const run = startRun({ file: refusing })
  for (let call = 0; call < 8; call += 1)
    expect((await attempt(run.read)).error).toEqual({ code: 'keychain', cause: 'crashed' })
  expect(run.helpers.children).toHaveLength(5)
  expect(run.deleted).toEqual([])
})

it.each([
  ['a person who denies the prompt of macOS', 'User canceled the operation.', 'locked'],
  ['a keychain of macOS that may not ask', 'User interaction is not allowed.', 'locked'],
  ['a value beyond the 2560 bytes of Windows', 'The stub received bad data.', 'refused'],
] as const)('K %s', (_what, words, cause) =>
  checkRefused(startRun({ file: refusing, env: { ...process.env, KEYCHAIN_SAYS: words } }), cause),
)

it('K an entry that was deleted elsewhere: this run goes on, the next asks for it, nothing is wiped', async () => {
  await session.keyring.start()
  const run = startRun()
  await run.save('keychain')
  await startRun().vault.delete(keychainAccount(connection.id, 'preview'))
  expect((await run.read()).expose()).toBe(canary)
  const next = startRun()
  const { error } = await attempt(next.read)
  expect(error).toEqual({ code: 'no-credential', environment: 'preview' })
  expect(next.deleted).toEqual([])
  expect(next.keeping()).toBe('keychain')
})

it('K nothing found after an upgrade wipes nothing', async () => {
  await session.keyring.start()
  const run = startRun()
  const { error } = await attempt(run.read)
  expect(error).toEqual({ code: 'no-credential', environment: 'preview' })
  if (error) checkWords(error)
  expect(run.deleted).toEqual([])
  expect(run.keeping()).toBe('keychain')
  await run.save('keychain')
  expect((await startRun().read()).expose()).toBe(canary)
})

it('K 40 calls at once are made one after the other, by one helper', async () => {
  await session.keyring.start()
  const { vault, helpers } = startRun()
  const accounts = Array.from({ length: 40 }, (_, index) => `at once ${index}`)
  await Promise.all(accounts.map(account => vault.set(account, secret(account))))
  const read = await Promise.all(accounts.map(account => vault.get(account)))
  expect(read.map(value => value?.expose())).toEqual(accounts)
  expect(helpers.children).toHaveLength(1)
})
