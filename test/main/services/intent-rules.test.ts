import { describe, expect, it } from 'vitest'
import {
  isFinished,
  isRepeatedBy,
  isSameWish,
  lapsed,
  madeNothing,
  mayHaveArrived,
  provesNothingMade,
  reconnected,
  worthRepeating,
} from '../../../src/main/services/intent-rules.ts'
import { type Intent, intentStates } from '../../../src/shared/domain/intent.ts'
import type { ErrorInfo } from '../../../src/shared/error.ts'

const connection = '6d0e1b52-63a5-4a3e-9c53-7ad0b6f9d0a1'
const service = 'https://keys.example.com'
const intent: Intent = {
  ...{ id: '0b0f3c64-58f8-4b3b-8a5a-0d2a5b8f7c11', connection, environment: 'preview' },
  ...{ kind: 'create', name: 'checkout', description: null, expiresAt: null },
  ...{ target: null, version: null, overlapSeconds: null },
  ...{ state: 'sent', key: null, mask: null },
  ...{ service, caller: 'admin', at: 1000, sentAt: null, known: null, finding: null },
}
const placesAt = (url: string) => {
  const place = { url, trust: { ca: null, pin: null }, settings: {} }
  return { preview: place, production: place }
}
const statesWhere = (holds: (candidate: Intent) => boolean, key: string | null = null) =>
  intentStates.filter(state => holds({ ...intent, state, key }))

it('is finished when it is stored or abandoned', () => {
  expect(statesWhere(isFinished)).toEqual(['stored', 'abandoned'])
})

it('made nothing when it was not sent, or closed without a key', () => {
  expect(statesWhere(madeNothing)).toEqual(['prepared', 'abandoned'])
  expect(statesWhere(madeNothing, 'key_1')).toEqual(['prepared'])
})

describe('the same wish', () => {
  it.each([
    ['the same', {}, true],
    ['another environment', { environment: 'production' }, false],
    ['another connection', { connection: intent.id }, false],
    ['another name', { name: 'x' }, false],
    ['another description', { description: 'x' }, false],
    ['another expiry', { expiresAt: 1 }, false],
    ['another kind', { kind: 'generate' }, false],
  ] as const)('%s', (_what, other, same) => {
    expect(isSameWish(intent, { ...intent, ...other })).toBe(same)
  })

  const rotation: Intent = { ...intent, kind: 'rotate', target: 'key_1', version: '"1"' }
  const overlapping = { ...rotation, overlapSeconds: 3600 }
  it.each([
    ['the same', {}, true],
    ['of a key that was renamed meanwhile', { name: 'x' }, true],
    ['of a version that came of it', { version: '"2"' }, true],
    ['of another key', { target: 'key_2' }, false],
    ['with another overlap', { overlapSeconds: 0 }, false],
    ['as a generation', { kind: 'generate' }, false],
  ] as const)('a rotation %s', (_what, other, same) => {
    expect(isSameWish(overlapping, { ...overlapping, ...other })).toBe(same)
  })
})

it.each([
  ['is still its key’s', 'active', 'k_**1', null],
  ['is still its key’s, which is suspended', 'suspended', 'k_**1', null],
  ['was revoked', 'revoked', 'k_**1', { code: 'conflict', cause: 'key-revoked' }],
  ['is gone from its system', 'absent', null, { code: 'conflict', cause: 'no-key' }],
  ['was replaced', 'active', 'k_**2', { code: 'changed-elsewhere' }],
] as const)('a secret that %s', (_what, state, mask, lapse) => {
  expect(lapsed({ mask: 'k_**1' }, { state, mask })).toEqual(lapse)
})

it.each([
  ['within its time', service, 500, 1500, true],
  ['after its time', service, 500, 1501, false],
  ['by a service that repeats nothing', service, null, 1000, false],
  ['by another service', 'https://other.example.com', 500, 1000, false],
] as const)('is repeated %s: %s', (_when, asked, replayMs, now, repeated) => {
  expect(isRepeatedBy(asked, replayMs, intent, now)).toBe(repeated)
})

describe('an intent whose connection was removed', () => {
  const other = {
    ...{ id: intent.id, name: 'Again', connector: 'claviger', builtIn: false, createdAt: 0 },
    ...{ places: placesAt(service), saved: { preview: true, production: true } },
  }
  it('moves to another connection to the same service, and to no other', () => {
    expect(reconnected(intent, [other])).toEqual({ ...intent, connection: other.id })
    expect(reconnected(intent, [{ ...other, places: placesAt('https://x.example') }])).toBe(intent)
    expect(reconnected(intent, [{ ...other, builtIn: true }])).toBe(intent)
    const { preview, production } = other.places
    const set = { preview: { ...preview, settings: { b: '2', a: '1' } }, production }
    expect(reconnected(intent, [{ ...other, places: set }])).toBe(intent)
    const there = { ...intent, service: `${service} [["a","1"],["b","2"]]` }
    expect(reconnected(there, [{ ...other, places: set }])).toMatchObject({ connection: other.id })
    expect(reconnected(there, [other])).toBe(there)
    expect(reconnected(intent, [other, { ...other, id: connection }])).toBe(intent)
  })

  it('knows the built-in service on whatever port', () => {
    const made = { ...intent, service: 'built-in' }
    const builtIn = { ...other, builtIn: true, places: placesAt('https://127.0.0.1:9999') }
    expect(reconnected(made, [builtIn])).toEqual({ ...made, connection: other.id })
  })
})

it.each([
  [null, true, null],
  [{ code: 'timeout', seconds: 30 }, true, false],
  [{ code: 'interrupted' }, true, true],
  [{ code: 'service-failed', status: 503 }, true, true],
  [{ code: 'bad-response', reason: 'shape' }, true, false],
  [{ code: 'bad-response', reason: 'incomplete' }, true, true],
  [{ code: 'cancelled' }, true, false],
  [{ code: 'unreachable', cause: 'refused', host: 'x' }, false, true],
  [{ code: 'proxy', cause: 'unreachable', proxy: 'p:8080', host: 'x' }, false, true],
  [{ code: 'proxy', cause: 'login', proxy: 'p:8080', host: 'x' }, false, false],
  [{ code: 'tls', cause: 'pin-mismatch', host: 'x' }, false, false],
  [{ code: 'forbidden', permission: null, environment: null }, false, false],
  [{ code: 'refused', status: 409, detail: null }, false, false],
  [{ code: 'conflict', cause: 'key-exists' }, false, false],
  [{ code: 'changed-elsewhere' }, false, false],
  [{ code: 'name-taken' }, false, false],
  [{ code: 'rate-limited', retryAfterMs: 1000 }, false, false],
] as const satisfies readonly (readonly [ErrorInfo | null, boolean, boolean | null])[])(
  '%j',
  (info, doubt, again) => {
    expect(mayHaveArrived(info)).toBe(doubt)
    if (info !== null) expect(worthRepeating(info)).toBe(again)
  },
)

it.each([
  [{ code: 'conflict', cause: 'key-exists' }, true],
  [{ code: 'changed-elsewhere' }, true],
  [{ code: 'name-taken' }, true],
  // Asked before the first answer is looked for.
  [{ code: 'forbidden', permission: null, environment: null }, false],
  [{ code: 'plan-required', effect: 'rotate' }, false],
  // Also while the first is still being worked on.
  [{ code: 'refused', status: 409, detail: null }, false],
  // Also of a gateway.
  [{ code: 'not-found', what: 'key' }, false],
  [{ code: 'expiry-refused', cause: 'past', longestSeconds: null }, false],
  [null, false],
] as const satisfies readonly (readonly [ErrorInfo | null, boolean])[])(
  'to a repeated request, %j proves that nothing was made: %s',
  (info, proof) => {
    expect(provesNothingMade(info)).toBe(proof)
  },
)
