import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { type Secret, secret } from '../../../src/main/base/secret.ts'
import { placesAt } from '../../../src/main/platform/store/connection-copy.ts'
import { createDiagnostics } from '../../../src/main/services/diagnostics.ts'
import type { Store } from '../../../src/main/services/ports.ts'
import type { Connection } from '../../../src/shared/domain/connection.ts'
import type { SyncState } from '../../../src/shared/domain/sync.ts'
import { AppError, type ErrorInfo } from '../../../src/shared/error.ts'
import { fakeClock } from '../../fakes.ts'
import { connection, freshFile, intent, key, opened } from '../platform/store/samples.ts'

const clock = fakeClock()
const host = 'keys.canary.example'
let store: Store
let canary: Secret

const shown = (change: Parameters<typeof connection>[0]): Connection => {
  const { saved: _, ...rest } = connection(change)
  return { ...rest, credentials: { preview: 'keychain', production: 'none' } }
}

const connections = [
  shown({
    name: 'Canary Billing',
    places: placesAt(`https://${host}/base`, { ca: null, pin: null }),
  }),
  shown({ name: 'Canary too', connector: 'unleash' }),
]

const everyError: readonly ErrorInfo[] = [
  { code: 'unreachable', cause: 'dns', host },
  { code: 'refused', status: 422, detail: 'canary of the service' },
  { code: 'proxy', cause: 'login', proxy: 'proxy.canary.example', host },
  {
    code: 'setting-refused',
    environment: 'preview',
    setting: 'canary',
    cause: 'missing',
    choices: ['canary'],
  },
  { code: 'misplaced', asked: 'canary', got: 'canary', undone: true, key: 'canary' },
  { code: 'redirected', location: `https://${host}` },
  { code: 'internal', incident: 'canary' },
]

let error: ErrorInfo | null
const stateOf = async (
  scope: Pick<SyncState, 'connection' | 'environment'>,
): Promise<SyncState> => ({
  ...scope,
  ...{
    phase: 'failed',
    asOf: null,
    complete: false,
    count: 3,
    total: null,
    clockOffset: -1500,
    waitsUntil: null,
    error,
  },
})

const written: string[] = []
const make = (log: readonly string[] = [], over = store) =>
  createDiagnostics({
    ...{ store: over, clock, stateOf, connections: async () => connections },
    machine: {
      ...{ version: '0.1.0', facts: () => [['Host', 'Electron 45']], logTail: async () => log },
    },
    chooseFile: async ({ name }) => ({
      name,
      write: async content => {
        for await (const text of content) written.push(text)
      },
    }),
  })

beforeEach(async () => {
  error = null
  written.length = 0
  store = await opened(freshFile())
  canary = secret(`canary-${randomUUID()}`)
})

it('says what helps, and no name, address or key', async () => {
  const scope = { connection: connections[0]?.id ?? '', environment: 'preview' } as const
  await store.connections.put(connection({ id: scope.connection, name: 'Canary Billing' }))
  await store.keys.put(scope, key('canary-key', { name: 'canary' }))
  await store.intents.put(intent(scope, { name: 'canary', state: 'sent' }))
  error = { code: 'tls', cause: 'expired', host }
  const { text } = await make().make({ names: false })
  expect(text.toLowerCase()).not.toContain('canary')
  expect(text).toContain('Host: Electron 45')
  expect(text).toContain('Unfinished keys: create sent')
  expect(text).toContain('2. unleash')
  expect(text).toMatch(
    /preview: a host \([\da-f]{8}\); credential keychain; failed; 3 of unknown keys, incomplete; as of never; clock -1.5 s; error tls expired/,
  )
  expect(text).toMatch(/preview: this computer \(/)
})

it('tells names and addresses where that was chosen, with nothing hidden in them', async () => {
  const { text } = await make().make({ names: true })
  expect(text).toContain('1. claviger, “Canary Billing”')
  expect(text).toContain(`https://${host}/base`)
})

it('gives a host one number in one text, and another in the next', async () => {
  const { make: again } = make()
  const numbers = async () => (await again({ names: false })).text.match(/\([\da-f]{8}\)/g) ?? []
  const [first, second] = [await numbers(), await numbers()]
  expect(first[0]).toBe(first[1])
  expect(first[0]).not.toBe(second[0])
})

it.each(everyError)('says of the error $code only what this program named', async given => {
  error = given
  const { text } = await make().make({ names: false })
  expect(text).toContain(`error ${given.code}`)
  expect(text.toLowerCase()).not.toContain('canary')
})

it('has no secret of the log, though one had come to stand there', async () => {
  const base64 = Buffer.from(canary.expose()).toString('base64')
  const lines = [
    `{"event":"${canary.expose()}"}`,
    `{"event":"${base64}"}`,
    '{"event":"\u001b[31m\u202e"}',
  ]
  const { text } = await make(lines).make({ names: true })
  expect(text).not.toContain(canary.expose())
  expect(text).not.toContain(base64.slice(0, 20))
  expect(text).toContain('\\u001b[31m\\u202e')
})

it('says what cannot be read, and the rest all the same', async () => {
  const failing = (cause: Error): Store => ({
    ...store,
    intents: { ...store.intents, open: async () => Promise.reject(cause) },
  })
  const told = async (cause: Error) =>
    (await make(['{"event":"started"}'], failing(cause)).make({ names: false })).text
  const full = await told(new AppError({ code: 'store', cause: 'failed' }))
  expect(full).toContain('Local data:\n  not read: store failed\n')
  expect(full).toContain('2. unleash')
  expect(full).toContain('{"event":"started"}')
  const bug = await told(new TypeError('canary'))
  expect(bug).toContain('not read: TypeError')
  expect(bug.toLowerCase()).not.toContain('canary')
})

it('saves the text that was shown, word for word, and no other', async () => {
  const { make: again, save } = make()
  const old = await again({ names: true })
  const made = await again({ names: false })
  await expect(save({ id: old.id })).rejects.toMatchObject({ info: { code: 'not-found' } })
  expect(await save({ id: made.id })).toEqual({ file: 'Claviger diagnostics 2026-11-21.txt' })
  expect(written.join('')).toBe(made.text)
})
