import { describe, expect, it } from 'vitest'
import {
  apartMs,
  findingOf,
  madeAmong,
  mayBeMade,
  type Seen,
} from '../../../src/main/services/reconcile-rules.ts'
import type { Finding } from '../../../src/shared/domain/finding.ts'
import type { Intent } from '../../../src/shared/domain/intent.ts'
import type { KeyRecord } from '../../../src/shared/domain/key.ts'
import { intent as intentIn, key } from '../platform/store/samples.ts'

const hour = 3_600_000
const sentAt = 1_800_000_000_000
const scope = { connection: 'c', environment: 'preview' } as const
const intentOf = (change: Partial<Intent> = {}): Intent =>
  intentIn(scope, {
    ...{ name: 'checkout', state: 'sent', service: 's', caller: 'me', at: sentAt, sentAt },
    known: { namesakes: [], target: null },
    ...change,
  })
const made = (id: string, change: Partial<KeyRecord> = {}): KeyRecord =>
  key(id, { name: 'checkout', createdAt: sentAt + 200, createdBy: 'me', ...change })
const seenOf = (change: Partial<Seen> = {}): Seen => ({
  ...{ list: { keys: [], complete: true }, before: [], target: null, others: [] },
  ...change,
})
const listed = (...keys: readonly KeyRecord[]) => seenOf({ list: { keys, complete: true } })
const ids = (finding: ReturnType<typeof findingOf>) =>
  finding.kind === 'made' ? finding.keys.map(({ id }) => id) : finding.kind

describe('a key that may be the one', () => {
  it.each([
    ['has its name and was made after it was sent', {}, true],
    ['has its name in other letters', { name: ' CheckOut ' }, true],
    ['is a system', { kind: 'system' }, false],
    ['has another name', { name: 'checkout 2' }, false],
    ['was made long before', { createdAt: sentAt - hour }, false],
    ['was made in the second in which it was sent', { createdAt: sentAt - 999 }, true],
    ['was used before there was a secret to use', { lastUsedAt: sentAt - hour }, false],
    ['is of a service that tells no times', { createdAt: null }, true],
  ] as const)('%s', (_, change, expected) => {
    expect(mayBeMade(intentOf(), made('k1', change))).toBe(expected)
  })

  it('was not there before, and is not the one that was to be rotated', () => {
    const known = { namesakes: ['k1'], target: null }
    expect(mayBeMade(intentOf({ known }), made('k1'))).toBe(false)
    expect(mayBeMade(intentOf({ target: 'k1' }), made('k1'))).toBe(false)
  })

  it.each([-hour, hour])('is told by the service’s clock: this computer’s is %i ms off', off => {
    const intent = intentOf({ at: sentAt + off })
    expect(mayBeMade(intent, made('k1'))).toBe(true)
    expect(mayBeMade(intent, made('k1', { createdAt: sentAt - hour / 2 }))).toBe(false)
  })

  it('is not ruled out by a clock that is only this computer’s', () => {
    const intent = intentOf({ sentAt: null, at: sentAt + hour })
    expect(mayBeMade(intent, made('k1'))).toBe(true)
    expect(mayBeMade(intent, made('k1', { createdAt: sentAt - 48 * hour }))).toBe(false)
  })

  it('is the caller’s own, where the service is seen to name the caller', () => {
    const keys = [made('k1'), made('k2', { createdBy: 'other' }), made('k3', { createdBy: null })]
    expect(madeAmong(intentOf(), keys, true).map(({ id }) => id)).toEqual(['k1', 'k3'])
    expect(madeAmong(intentOf(), keys, false)).toEqual(keys)
  })
})

describe('what follows from a look for a new key', () => {
  it('is what was found, be it one or several', () => {
    expect(ids(findingOf(intentOf(), listed(made('k1')), 5))).toEqual(['k1'])
    expect(ids(findingOf(intentOf(), listed(made('k1'), made('k2')), 5))).toEqual(['k1', 'k2'])
  })

  it('is “probably not made” after two complete reads that are far enough apart', () => {
    const first = findingOf(intentOf(), listed(), 1000)
    expect(first).toEqual({ kind: 'not-seen', times: 1, at: 1000 })
    if (first.kind !== 'not-seen') return
    const again = (ms: number) => findingOf(intentOf({ finding: first }), listed(), 1000 + ms)
    expect(again(apartMs - 1)).toEqual(first)
    expect(again(apartMs)).toMatchObject({ times: 2 })
    expect(again(-apartMs)).toMatchObject({ times: 2 })
  })

  it('is nothing where the list is cut off, and takes nothing back then', () => {
    const cutOff = seenOf({ list: { keys: [], complete: false } })
    expect(findingOf(intentOf(), cutOff, 5)).toEqual({ kind: 'unclear', cause: 'cut-off', at: 5 })
    const finding = { kind: 'not-seen', times: 1, at: 1 } as const
    expect(findingOf(intentOf({ finding }), cutOff, 99_999)).toEqual(finding)
    const found = seenOf({ list: { keys: [made('k1')], complete: false } })
    expect(ids(findingOf(intentOf(), found, 5))).toEqual(['k1'])
    // Of a revoked key of its name it is not known that it was the one.
    const revoked = [made('k1', { state: 'revoked' })]
    const other = seenOf({ list: { keys: revoked, complete: false } })
    expect(findingOf(intentOf(), other, 5)).toMatchObject({ kind: 'unclear', cause: 'cut-off' })
  })

  it('is a key that turns up late', () => {
    const finding = { kind: 'not-seen', times: 2, at: 1 } as const
    expect(ids(findingOf(intentOf({ finding }), listed(made('k1')), 9))).toEqual(['k1'])
  })

  it('keeps what was found before while it is there under another name, and is over when it is gone', () => {
    const intent = intentOf({ finding: { kind: 'made', keys: [made('k1')], at: 1 } })
    const renamed = made('k1', { name: 'renamed' })
    expect(ids(findingOf(intent, seenOf({ before: [renamed] }), 9))).toEqual(['k1'])
    expect(findingOf(intent, listed(), 9)).toEqual({ kind: 'gone', keys: ['k1'] })
    // It is there, and nobody can use it.
    const revoked = listed(made('k1', { state: 'revoked' }))
    expect(findingOf(intent, revoked, 9)).toEqual({ kind: 'gone', keys: [] })
  })

  it('is never the key of another wish', () => {
    const others = [{ intent: 'other', key: 'k1', target: null, mask: null }]
    const seen = { ...listed(made('k1')), others }
    expect(ids(findingOf(intentOf(), seen, 5))).toBe('not-seen')
    const finding: Finding = { kind: 'made', keys: [made('k1')], at: 1 }
    // Rotated since, by hand: its secret is known again.
    expect(findingOf(intentOf({ finding }), seen, 5)).toEqual({ kind: 'gone', keys: [] })
  })
})

describe('what follows from a look for a new key that has another secret by now', () => {
  it('is over where somebody else gave it: it is not offered with their secret', () => {
    const finding: Finding = { kind: 'made', keys: [made('k1', { mask: '…lost' })], at: 1 }
    const now = listed(made('k1', { mask: '…theirs' }))
    expect(findingOf(intentOf({ finding }), now, 5)).toEqual({ kind: 'gone', keys: [] })
    // A mask that is told no longer says nothing.
    expect(ids(findingOf(intentOf({ finding }), listed(made('k1', { mask: null })), 5))).toEqual([
      'k1',
    ])
  })

  const rotated = { intent: 'other', key: 'k1', target: 'k1', mask: '…new' }

  it('is over where another wish gave it: the first secret is nobody’s', () => {
    const seen = { ...listed(made('k1', { mask: '…new' })), others: [rotated] }
    expect(findingOf(intentOf(), seen, 5)).toEqual({ kind: 'gone', keys: [] })
  })

  it('is the key where that secret was replaced once more', () => {
    const seen = { ...listed(made('k1', { mask: '…newer' })), others: [rotated] }
    expect(ids(findingOf(intentOf(), seen, 5))).toEqual(['k1'])
  })
})

describe('what follows from a look for a rotation', () => {
  const before = made('k1', { mask: '…old', createdAt: 5 })
  const rotation = (change: Partial<Intent> = {}) =>
    intentOf({
      ...{ kind: 'rotate', target: 'k1', overlapSeconds: 0 },
      ...{ known: { namesakes: ['k1'], target: before }, ...change },
    })
  const targetIs = (change: Partial<KeyRecord> | null, rest: Partial<Seen> = {}) =>
    seenOf({ list: null, target: change && { ...before, ...change }, ...rest })

  it('is the key with another mark', () => {
    const found = findingOf(rotation(), targetIs({ mask: '…new' }), 5)
    expect(found).toMatchObject({ kind: 'made', keys: [{ id: 'k1', mask: '…new' }] })
  })

  it('is “probably not” where the mark stays the same', () => {
    expect(findingOf(rotation(), targetIs({}), 5)).toMatchObject({ kind: 'not-seen', times: 1 })
  })

  it('is nothing where there is no mark to tell by', () => {
    const known = { namesakes: [], target: { ...before, mask: null } }
    const unclear = { kind: 'unclear', cause: 'no-mark', at: 5 }
    expect(findingOf(rotation({ known }), targetIs({ mask: null }), 5)).toEqual(unclear)
    expect(findingOf(rotation({ known }), targetIs({}), 5)).toEqual(unclear)
    expect(findingOf(rotation({ known: null }), targetIs({}), 5)).toEqual(unclear)
  })

  it('is the key that came in its place', () => {
    const list = { keys: [made('k2')], complete: true }
    expect(ids(findingOf(rotation(), targetIs({ expiresAt: 9 }, { list }), 5))).toEqual(['k2'])
    const cutOff = { list: { keys: [], complete: false } }
    expect(ids(findingOf(rotation(), targetIs({ expiresAt: 9 }, cutOff), 5))).toBe('unclear')
  })

  it('is the key that came in its place also when the one before is gone', () => {
    const list = { keys: [made('k2')], complete: true }
    expect(ids(findingOf(rotation(), targetIs(null, { list }), 5))).toEqual(['k2'])
    const found = { kind: 'made', keys: [made('k2')], at: 1 } satisfies Finding
    const before = targetIs(null, { before: [made('k2', { name: 'renamed' })] })
    expect(ids(findingOf(rotation({ finding: found }), before, 5))).toEqual(['k2'])
    const none = { list: { keys: [], complete: true } }
    expect(ids(findingOf(rotation(), targetIs(null, none), 5))).toBe('gone')
    const cutOff = { list: { keys: [], complete: false } }
    expect(ids(findingOf(rotation(), targetIs(null, cutOff), 5))).toBe('unclear')
  })

  it('is over when the key was rotated once more, or is gone, or revoked', () => {
    const finding: Finding = { kind: 'made', keys: [{ ...before, mask: '…new' }], at: 1 }
    const later = rotation({ finding })
    expect(ids(findingOf(later, targetIs({ mask: '…new' }), 5))).toEqual(['k1'])
    expect(findingOf(later, targetIs({ mask: '…newer' }), 5)).toEqual({ kind: 'gone', keys: [] })
    expect(findingOf(later, targetIs(null), 5)).toEqual({ kind: 'gone', keys: ['k1'] })
    expect(findingOf(rotation(), targetIs({ state: 'revoked' }), 5)).toMatchObject({ kind: 'gone' })
    const others = [{ intent: 'other', key: 'k1', target: 'k1', mask: '…new' }]
    expect(ids(findingOf(rotation(), targetIs({ mask: '…new' }, { others }), 5))).toBe('gone')
  })

  it('is of a generated key that the system has one now', () => {
    const system = { ...before, mask: null, state: 'absent' } as const
    const known = { namesakes: [], target: system }
    const generation = rotation({ kind: 'generate', overlapSeconds: null, known })
    const systemIs = (change: Partial<KeyRecord>) => targetIs({ ...system, ...change })
    expect(ids(findingOf(generation, systemIs({ state: 'active', mask: '…a' }), 5))).toEqual(['k1'])
    expect(ids(findingOf(generation, systemIs({}), 5))).toBe('not-seen')
  })
})
