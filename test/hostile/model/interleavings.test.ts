import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc, { type Scheduler } from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { placesAt } from '../../../src/main/platform/store/connection-copy.ts'
import { createServices, type Services } from '../../../src/main/services/index.ts'
import type { Store, StoredConnection } from '../../../src/main/services/ports.ts'
import type { KeyRow } from '../../../src/shared/contract/keys.ts'
import { keychainAccount } from '../../../src/shared/domain/connection.ts'
import { type Environment, environments } from '../../../src/shared/domain/environment.ts'
import { fakeClipboard, fakeClock, fakeVault, recordEmit } from '../../fakes.ts'
import { isFull } from '../figures.ts'
import { tried } from './acts.ts'
import { createFakeService, type FakeService } from './fake-service.ts'
import { storeOnThisThread } from './store-on-this-thread.ts'

let folder: string
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-interleavings-'))
  store = storeOnThisThread(join(folder, 'store', 'claviger.db'))
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const acts = [
  ...(['refresh', 'refresh', 'create', 'revoke', 'delete'] as const),
  ...(['switch', 'elsewhere', 'forget'] as const),
] as const
type Act = { readonly do: (typeof acts)[number]; readonly which: number }

/** What is known to have happened, because its answer came. */
type Known = {
  readonly made: Set<string>
  readonly revoked: Set<string>
  readonly gone: Set<string>
}

type Scene = {
  readonly services: Services
  readonly service: FakeService
  readonly connection: string
  readonly known: Known
  here: Environment
}

const rowsOf = async (connection: string, environment: Environment): Promise<readonly KeyRow[]> => {
  const all = { kind: null, search: '', states: null, offset: 0, limit: 200 } as const
  const sort = { column: 'name', descending: false } as const
  return (await store.keys.window({ ...all, sort, scope: { connection, environment } })).rows
}

/** Begins, and does not wait: what comes next may come before its end. */
const begin = async (scene: Scene, { do: what, which }: Act): Promise<void> => {
  const { services, service, connection, known, here: environment } = scene
  const scope = { connection, environment }
  const rows = await rowsOf(connection, environment)
  const row = rows[which % Math.max(rows.length, 1)]
  switch (what) {
    case 'refresh':
      return void services.sync.refresh(scope)
    case 'switch':
      scene.here = environment === 'preview' ? 'production' : 'preview'
      return services.sync.watch([{ connection, environment: scene.here }])
    case 'create': {
      const draft = { name: `key ${randomUUID()}`, description: null, expiresAt: null }
      const make = () => services.issuing.create({ ...scope, intent: randomUUID(), draft })
      return void tried(make).then(({ value }) => value && known.made.add(value.key))
    }
    case 'revoke':
    case 'delete': {
      if (!row) return
      const change = { ...scope, key: row.id, version: row.version }
      const done = what === 'revoke' ? known.revoked : known.gone
      const send = () => services.keys[what](change)
      return void tried<unknown>(send).then(({ error }) => {
        if (error === null) done.add(row.id)
      })
    }
    case 'forget':
      return service.forget(environment)
    case 'elsewhere': {
      // A key is made, or the same row is deleted, by somebody whom no answer tells of it.
      if (!row || which % 2 === 0) return void service.create(environment, `other ${randomUUID()}`)
      if (service.keys(environment).has(row.id)) service.delete(environment, row.id)
      known.gone.add(row.id)
    }
  }
}

/** No answer, however late, takes back what a person was told, or shows a key where it is not. */
const holds = async ({ connection, known, service }: Scene, isSettled = false) => {
  for (const environment of environments) {
    // What is told while the rows are read need not be in them.
    const [made, revoked] = [new Set(known.made), new Set(known.revoked)]
    const rows = await rowsOf(connection, environment)
    expect(rows.filter(({ id }) => !id.startsWith(environment))).toEqual([])
    const back = rows.filter(({ id, state }) => revoked.has(id) && state !== 'revoked')
    expect(back).toEqual([])
    const ids = new Set(rows.map(({ id }) => id))
    const there = [...service.keys(environment).keys()]
    const lost = there.filter(id => made.has(id) && !known.gone.has(id) && !ids.has(id))
    expect(lost).toEqual([])
    if (isSettled) expect([...ids].sort()).toEqual(there.sort())
  }
}

const open = async (scheduler: Scheduler): Promise<Scene> => {
  const service = createFakeService(async (environment, what, act) => {
    await scheduler.schedule(Promise.resolve(), `${what} arrives in ${environment}`)
    const answer = await Promise.allSettled([(async () => act())()])
    await scheduler.schedule(Promise.resolve(), `${what} is answered in ${environment}`)
    const [settled] = answer
    if (settled.status === 'rejected') throw settled.reason
    return settled.value
  })
  const connection: StoredConnection = {
    ...{ id: randomUUID(), name: 'Interleaved', connector: 'claviger', builtIn: false },
    places: placesAt('https://127.0.0.1:8443', { ca: null, pin: null }),
    ...{ createdAt: 0, saved: { preview: true, production: true } },
  }
  await store.connections.put(connection)
  const vault = fakeVault()
  for (const environment of environments)
    await vault.set(keychainAccount(connection.id, environment), secret(`token ${environment}`))
  const nothing = async () => {
    throw new Error('The connector is a fake: nothing is sent')
  }
  const services = createServices({
    ...{ store, vault, clipboard: fakeClipboard(), clock: fakeClock(), emit: recordEmit().emit },
    ...{ log: () => undefined, connectors: [service.connector], openPage: async () => undefined },
    builtIn: { start: nothing, stop: async () => undefined },
    connect: ({ environment, settings }) => ({
      ...{ environment, settings, send: nothing, present: nothing },
    }),
  })
  const known: Known = { made: new Set(), revoked: new Set(), gone: new Set() }
  return { services, service, connection: connection.id, known, here: 'preview' }
}

const runs = isFull ? 1000 : 60

it(`keeps its list right through ${runs} random interleavings`, { timeout: 300_000 }, async () => {
  const act = fc.record({ do: fc.constantFrom(...acts), which: fc.nat(9) })
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(act, { minLength: 3, maxLength: 12, size: 'max' }),
      async (scheduler, sequence) => {
        const scene = await open(scheduler)
        for (const environment of environments)
          for (const name of ['one', 'two', 'three']) scene.service.create(environment, name)
        scene.services.sync.watch([{ connection: scene.connection, environment: scene.here }])
        const builders = sequence.map(one => ({
          builder: () => begin(scene, one),
          label: one.do,
        }))
        scheduler.scheduleSequence(builders)
        await scheduler.waitIdle(async step => {
          await step()
          await holds(scene)
        })
        for (const environment of environments) {
          const scope = { connection: scene.connection, environment }
          await scheduler.waitFor(scene.services.sync.refresh(scope))
        }
        await holds(scene, true)
        scene.services.sync.stop()
        await store.connections.delete(scene.connection)
      },
    ),
    { numRuns: runs, seed: Number(process.env.MODEL_SEED ?? 20_261_121), endOnFailure: true },
  )
})
