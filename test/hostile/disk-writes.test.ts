import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { beforeAll, expect, it, vi } from 'vitest'

// Without its binary the module `electron`, which electron-store imports, tries a download.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = '/nonexistent'
})

import { openBackend } from '../../src/main/platform/store/backend.ts'
import { placesAt } from '../../src/main/platform/store/connection-copy.ts'
import { connection, key, query } from '../main/platform/store/samples.ts'
import { bundle } from './bundle.ts'
import { openFolder } from './data-folder.ts'
import { isFull } from './figures.ts'

const root = mkdtempSync(join(tmpdir(), 'claviger-writes-'))
const freshFolder = (): string => join(mkdtempSync(join(root, 'case-')), 'data')

let program = ''
beforeAll(async () => {
  program = await bundle(new URL('data-writer.ts', import.meta.url), root)
  return () => rmSync(root, { recursive: true, force: true })
})

type Setting = {
  /** Of the shell, before the program starts in its place. */
  readonly before?: string
  readonly user?: number
  /** Kills it when it has confirmed so many rounds and so many ms are over. */
  readonly killAfter?: { readonly rounds: number; readonly ms: number }
}

/** Writes from round `from` on until it is killed or refused; answers the last confirmed round, and why it ended. */
const writeFrom = async (
  folder: string,
  from: number,
  { before = ':', user, killAfter }: Setting,
) => {
  const child = spawn(
    'sh',
    ['-c', `${before}; exec "$@"`, 'sh', process.execPath, program, folder, `${from}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      // What Node keeps compiled would be written too, and be cut short.
      env: before === ':' ? process.env : { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
      ...(user === undefined ? {} : { uid: user, gid: user }),
    },
  )
  const exited = once(child, 'exit')
  let confirmed = from - 1
  let why = ''
  for await (const line of createInterface(child.stdout)) {
    confirmed = Number(line) || confirmed
    if (line.startsWith('stopped')) why = line
    if (confirmed - from + 1 === killAfter?.rounds)
      setTimeout(() => child.kill('SIGKILL'), killAfter.ms)
  }
  await exited
  return { confirmed, why }
}

const everyRoundTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

/** All that was confirmed is there, and of the one round after it a part at most; answers the last round. */
const checkRounds = (folder: string, confirmed: number): number => {
  const data = openFolder(folder)
  const { notices, connection, intents, preferences } = data.seen()
  data.close()
  expect(notices).toEqual([])
  expect([confirmed, confirmed + 1]).toContain(connection)
  expect([everyRoundTo(confirmed), everyRoundTo(confirmed + 1)]).toContainEqual(intents)
  expect([confirmed, confirmed + 1]).toContain(preferences)
  const lines = readFileSync(join(folder, 'claviger.log'), 'utf8').trimEnd().split('\n')
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
  return intents.length
}

const kills = isFull ? 200 : 8
// Beside one another, each in a folder of its own: what takes time is the start of the program.
const chains = 4

const killAgainAndAgain = async (chain: number): Promise<void> => {
  const folder = freshFolder()
  let last = 0
  for (let kill = 0; kill < kills / chains; kill += 1) {
    const killAfter = { rounds: 1 + (kill % 3), ms: ((kill * chains + chain) * 37) % 60 }
    const { confirmed, why } = await writeFrom(folder, last + 1, { killAfter })
    expect(why).toBe('')
    last = checkRounds(folder, confirmed)
  }
  expect(last).toBeGreaterThan(kills / chains)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  expect(names.filter(name => name.includes('damaged'))).toEqual([])
}

it(`F kill -9 in the middle of writes, ${kills} times: nothing is torn, and what was confirmed is there`, async () => {
  await Promise.all(Array.from({ length: chains }, (_, chain) => killAgainAndAgain(chain)))
}, 600_000)

// In blocks of 512 bytes (POSIX): of the first files any is too large, of the last the database alone.
it.each(isFull ? [0, 1, 2, 8, 64, 300] : [0, 2, 300])(
  'F a disk that takes files of %i blocks keeps what was confirmed',
  async blocks => {
    const folder = freshFolder()
    const first = openFolder(folder)
    await first.write(1)
    first.close()
    const { confirmed, why } = await writeFrom(folder, 2, { before: `ulimit -f ${blocks}` })
    expect(why).toMatch(/^stopped \{"code":"store","cause":"(full|failed|read-only)"\}$/)
    const last = checkRounds(folder, confirmed)
    const data = openFolder(folder)
    await data.write(last + 1)
    data.close()
    expect(checkRounds(folder, last + 1)).toBe(last + 1)
  },
)

it('F every file and folder is for its owner alone, also where everything else is for all', async () => {
  const folder = freshFolder()
  mkdirSync(folder, { mode: 0o777 })
  chmodSync(folder, 0o777)
  await writeFrom(folder, 1, { before: 'umask 000', killAfter: { rounds: 2, ms: 0 } })
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name =>
    join(folder, name),
  )
  expect(paths.length).toBeGreaterThan(6)
  for (const path of [folder, ...paths]) {
    const found = lstatSync(path)
    expect([path, found.mode & 0o777]).toEqual([path, found.isDirectory() ? 0o700 : 0o600])
  }
})

const nobody = 65_534

it.each(['store/claviger.db', 'store/connections.json', 'preferences.json', 'claviger.log'])(
  'F %s that may not be read is not lost',
  async file => {
    const folder = freshFolder()
    const first = openFolder(folder)
    await first.write(1)
    first.close()
    // Modes do not bind root: then somebody else writes.
    const user = process.getuid?.() === 0 ? nobody : undefined
    if (user !== undefined) {
      for (const path of [root, join(folder, '..')]) chmodSync(path, 0o755)
      execFileSync('chown', ['-R', `${user}:${user}`, folder])
    }
    chmodSync(join(folder, file), 0)
    await writeFrom(folder, 2, {
      ...(user === undefined ? {} : { user }),
      killAfter: { rounds: 1, ms: 0 },
    })
    if (user !== undefined) chownSync(folder, 0, 0)
    chmodSync(join(folder, file), 0o600)
    const data = openFolder(folder)
    const { connection, intents } = data.seen()
    data.close()
    expect(connection).toBeGreaterThan(0)
    expect(intents).toContain(1)
  },
)

it('F no descriptor is left (EMFILE): the change is refused in words, and made when there is one', async () => {
  const folder = freshFolder()
  const module = JSON.stringify(new URL('data-folder.ts', import.meta.url).href)
  const errors = JSON.stringify(new URL('../../src/shared/error.ts', import.meta.url).href)
  const script = `
    const { closeSync, openSync } = await import('node:fs')
    const { infoOf } = await import(${errors})
    const data = (await import(${module})).openFolder(${JSON.stringify(folder)})
    await data.write(1)
    const taken = []
    try { for (;;) taken.push(openSync('/dev/null')) } catch {}
    const said = await data.write(2).then(() => null, infoOf)
    taken.forEach(descriptor => closeSync(descriptor))
    await data.write(3)
    console.log(JSON.stringify({ said, seen: data.seen() }))`
  const limited = ['-c', 'ulimit -n 128; exec "$@"', 'sh', process.execPath]
  const { stdout } = await promisify(execFile)('sh', [
    ...limited,
    '--input-type=module',
    '-e',
    script,
  ])
  const { said, seen } = JSON.parse(stdout)
  expect(said).toMatchObject({ code: 'store' })
  expect(seen).toMatchObject({ notices: [], connection: 3, preferences: 3 })
  expect(seen.intents).toContain(3)
})

it('F what is cached of one environment, or of another address, is shown of no other', () => {
  const folder = freshFolder()
  const store = openBackend(join(folder, 'claviger.db'))
  const one = connection()
  const scope = { connection: one.id, environment: 'preview' } as const
  const rows = (environment: 'preview' | 'production') =>
    (store.run('keys.window', [query({ ...scope, environment })]) as { readonly total: number })
      .total
  store.run('connections.put', [one])
  const sync = store.run('keys.begin', [scope])
  store.run('keys.page', [scope, sync, [key('k1')]])
  store.run('keys.finish', [scope, sync, { asOf: 1, complete: true, cursor: null, total: 1 }])
  expect([rows('preview'), rows('production')]).toEqual([1, 0])
  const elsewhere = placesAt('https://127.0.0.1:9443', { ca: null, pin: null })
  store.run('connections.put', [{ ...one, places: elsewhere }])
  expect([rows('preview'), rows('production')]).toEqual([0, 0])
  store.close()
})
