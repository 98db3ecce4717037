import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import type { Store } from '../../../src/main/services/ports.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { makeReadOnly } from '../platform/store/read-only.ts'
import {
  beforeEachConnected,
  creationOf,
  namedAt,
  openTestStore,
  type Services,
  servicesOver,
  shareKeychain,
} from './set-up.ts'

let service: KeyService
let services: Services
let scope: Scope
beforeEachConnected(at => {
  ;({ service, services, preview: scope } = at)
})

/** A run over a store of its own that knows the connection; what `spoil` does to its folder comes first. */
const runOver = async (folder: string, spoil: (file: string) => void) => {
  const file = join(folder, 'claviger.db')
  const [connection] = await services.store.connections.list()
  const first = await openTestStore(folder)
  if (connection) await first.connections.put(connection)
  await first.close()
  spoil(file)
  const store: Store = await openTestStore(folder)
  const run = await servicesOver(store)
  onTestFinished(() => run.stop())
  await shareKeychain(services, run)
  return run
}

type Run = Awaited<ReturnType<typeof runOver>>

const expectNothingSent = async (run: Run, name: string, cause: string): Promise<void> => {
  const failure = await run.issuing.create(creationOf(scope, name)).catch(infoOf)
  expect(failure).toEqual({ code: 'store', cause })
  expect(run.network.sent).toEqual([])
  expect(await namedAt(service, name)).toEqual([])
  expect(await run.issuing.open()).toEqual([])
}

const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'claviger-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

it('nothing is sent when the disk is full', async ({ skip }) => {
  const folder = freshFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'claviger', folder], { stdio: 'pipe' })
  } catch {
    skip('a small disk can be mounted only by root')
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  const run = await runOver(folder, () => undefined)
  const { bavail, bsize } = statfsSync(folder)
  try {
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(bavail * bsize + 1_000_000))
  } catch {
    // What there was room for is written.
  }
  const draft = { name: 'full', description: 'x'.repeat(900), expiresAt: null }
  const wishes = Array.from({ length: 40 }, () => ({ ...creationOf(scope, 'full'), draft }))
  // A few more lines may fit in the file's last page.
  for (const wish of wishes) {
    run.network.sent.length = 0
    const failure = await run.issuing.create(wish).catch(infoOf)
    if (infoOfStore(failure)) break
  }
  await expectNothingSent(run, 'no room', 'full')
})

const infoOfStore = (failure: unknown): boolean =>
  failure instanceof Object && 'code' in failure && failure.code === 'store'

it('nothing is sent when the disk is read-only', async ({ skip }) => {
  let obstacle: string | null = null
  const run = await runOver(freshFolder(), file => {
    obstacle = makeReadOnly(file)
  })
  if (obstacle) skip(obstacle)
  await expectNothingSent(run, 'read-only', 'read-only')
})

it('nothing is sent when a newer version of Claviger wrote the journal', async () => {
  const run = await runOver(freshFolder(), file => {
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 42')
    database.close()
  })
  await expectNothingSent(run, 'newer', 'newer')
})

it('what is prepared is in the file before the first request', async () => {
  const states: unknown[] = []
  const wish = creationOf(scope, 'in order')
  services.network.meet(next => async request => {
    states.push([request.method, (await services.store.intents.get(wish.intent))?.state])
    return next(request)
  })
  await services.issuing.create(wish)
  expect(states[0]).toEqual(['GET', 'prepared'])
  expect(states).toContainEqual(['POST', 'sent'])
  expect(states).not.toContainEqual(['POST', 'prepared'])
})
