import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type OpenBackend, openBackend } from '../../../../src/main/platform/store/backend.ts'
import { placesAt } from '../../../../src/main/platform/store/connection-copy.ts'
import { openStore } from '../../../../src/main/platform/store/index.ts'
import type { NewActivity, Store, StoredConnection } from '../../../../src/main/services/ports.ts'
import type { KeysWindow } from '../../../../src/shared/contract/keys.ts'
import type { HandOff } from '../../../../src/shared/domain/hand-off.ts'
import type { Intent } from '../../../../src/shared/domain/intent.ts'
import type { KeyRecord, KeyTarget, Scope } from '../../../../src/shared/domain/key.ts'
import type { Profile } from '../../../../src/shared/domain/profile.ts'

export const workerUrl = new URL('../../../../src/main/platform/store/worker.ts', import.meta.url)

/** A folder of its own with the path that the store will have in it; gone after the test. */
export const freshFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'claviger-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data', 'claviger.db')
}

/** The store with its worker, closed after the test. */
export const opened = async (
  file: string,
  worker = workerUrl,
  now: () => number = Date.now,
): Promise<Store> => {
  const store = await openStore(file, worker, now)
  onTestFinished(() => store.close())
  return store
}

/** The worker's inside on this thread, for tests that open hundreds of files. */
export const inside = <T>(file: string, work: (backend: OpenBackend) => T): T => {
  const backend = openBackend(file)
  try {
    return work(backend)
  } finally {
    backend.close()
  }
}

export const connection = (change: Partial<StoredConnection> = {}): StoredConnection => ({
  id: randomUUID(),
  name: 'Claviger on this computer',
  connector: 'claviger',
  places: placesAt('https://127.0.0.1:8443', { ca: null, pin: null }),
  builtIn: false,
  createdAt: 1_790_000_000_000,
  saved: { preview: true, production: false },
  ...change,
})

export const key = (id: string, change: Partial<KeyRecord> = {}): KeyRecord => ({
  id,
  kind: 'key',
  name: `Key ${id}`,
  mask: null,
  description: null,
  state: 'active',
  createdAt: 1_790_000_000_000,
  createdBy: 'admin',
  updatedAt: null,
  lastUsedAt: null,
  usageCount: 0,
  expiresAt: null,
  previousUntil: null,
  version: '"1"',
  ...change,
})

export const intent = (scope: Scope, change: Partial<Intent> = {}): Intent => ({
  ...scope,
  id: randomUUID(),
  kind: 'create',
  name: 'New key',
  description: null,
  expiresAt: null,
  target: null,
  version: null,
  overlapSeconds: null,
  state: 'prepared',
  key: null,
  mask: null,
  service: null,
  caller: null,
  sentAt: null,
  known: null,
  finding: null,
  at: 1_790_000_000_000,
  ...change,
})

export const line = (id: string, change: Partial<NewActivity> = {}): NewActivity => ({
  at: 1_790_000_000_000,
  by: 'you',
  kind: 'connected',
  connection: id,
  environment: null,
  key: null,
  keyName: null,
  mask: null,
  ...change,
})

export const handOff = (target: KeyTarget, change: Partial<HandOff> = {}): HandOff => ({
  ...target,
  at: 1_790_000_000_000,
  done: ['rotate'],
  ...change,
})

export const profile: Profile = {
  service: 'Claviger key service',
  version: '1.0.0',
  caller: 'admin',
  effects: [
    {
      ...{ effect: 'create', supported: true, reason: null, missingPermission: null },
      ...{ missingInPlan: false, whenForbidden: 'disabled' },
    },
  ],
  words: {
    create: {
      ...{ label: 'Create', done: 'Created' },
      ...{ title: null, text: null, confirm: null, checks: [] },
    },
  },
  states: { active: 'Active' },
  permissions: {},
  kinds: {},
  reveal: { title: null, warning: null, copy: null, done: null },
  guidance: [],
  naming: { examples: [], avoid: [] },
  presentation: { actions: 'row', statusField: false, oneList: false, confirmEdit: false },
  givenAtCreation: [],
  uniqueNames: [],
  longestExpirySeconds: null,
  rotation: { overlapSeconds: [], longestOverlapSeconds: null, steps: [] },
  plan: null,
  auditTitle: null,
  restorable: true,
  proof: 'none',
  propagationSeconds: 0,
  nameLength: 255,
  keyPrefix: 'clv_preview_',
  environments: ['preview', 'production'],
  serverTime: null,
}

export const query = (
  scope: KeysWindow['scope'],
  change: Partial<KeysWindow> = {},
): KeysWindow => ({
  scope,
  kind: null,
  search: '',
  states: null,
  sort: { column: 'name', descending: false },
  offset: 0,
  limit: 200,
  ...change,
})

export const fullState = { asOf: 5, complete: true, cursor: 'c1', total: null }

/** A connection that is stored, and its Preview. */
export const withScope = async (
  store: Store,
): Promise<{ readonly stored: StoredConnection; readonly scope: Scope }> => {
  const stored = connection()
  await store.connections.put(stored)
  return { stored, scope: { connection: stored.id, environment: 'preview' } }
}

/** One whole read that brings `keys`. */
export const bring = async (store: Store, scope: Scope, keys: readonly KeyRecord[]) => {
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, keys)
  return store.keys.finish(scope, sync, fullState)
}

export const storeError = (cause: 'newer' | 'read-only' | 'full' | 'failed') =>
  expect.objectContaining({ info: { code: 'store', cause } })
