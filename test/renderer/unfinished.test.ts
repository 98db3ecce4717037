import { describe, expect, test } from 'vitest'
import { whatBecame } from '../../src/renderer/src/features/reveal/finding-words.ts'
import { waysOf } from '../../src/renderer/src/features/reveal/ways.ts'
import type { Finding } from '../../src/shared/domain/finding.ts'
import { type IntentKind, intentKinds, type Unfinished } from '../../src/shared/domain/intent.ts'
import type { KeyRecord } from '../../src/shared/domain/key.ts'

const now = 1_800_000_000_000
const keyOf = (id: string, change: Partial<KeyRecord> = {}): KeyRecord => ({
  ...{ id, kind: 'key', name: 'checkout', mask: `…${id}`, description: null, state: 'active' },
  ...{ createdAt: now, createdBy: null, updatedAt: null, lastUsedAt: null, usageCount: null },
  ...{ expiresAt: null, previousUntil: null, version: '1' },
  ...change,
})
const unfinishedOf = (change: Partial<Unfinished> = {}): Unfinished => ({
  ...{ id: 'i', connection: 'c', environment: 'preview', kind: 'create', name: 'checkout' },
  ...{ description: null, expiresAt: null, target: null, version: null, overlapSeconds: null },
  ...{ state: 'sent', key: null, mask: null, service: 's', caller: 'me', at: now, sentAt: now },
  ...{ known: null, finding: null, repeatable: false, undo: 'delete', looking: false },
  ...change,
})
const made = (...keys: KeyRecord[]): Finding => ({ kind: 'made', keys, at: now })
const notSeen = (times: number): Finding => ({ kind: 'not-seen', times, at: now })
const astray = { kind: 'misplaced', key: 'k9', asked: 'api_preview', at: now } as const
const findings: readonly (Finding | null)[] = [
  null,
  made(keyOf('k1')),
  made(keyOf('k1'), keyOf('k2')),
  notSeen(1),
  notSeen(2),
  { kind: 'unclear', cause: 'cut-off', at: now },
  { kind: 'unclear', cause: 'no-mark', at: now },
  { ...astray, got: 'api_production' },
  { ...astray, got: null },
]
const kindOf = (kind: IntentKind, change: Partial<Unfinished> = {}): Unfinished =>
  unfinishedOf({
    ...(kind === 'create' ? {} : { kind, target: 'k1', undo: kind === 'rotate' ? null : 'revoke' }),
    ...(kind === 'rotate' ? { overlapSeconds: 0 } : {}),
    ...change,
  })

const here = { removed: false, lost: false }
const labels = (intent: Unfinished, around = here) => waysOf(intent, around).map(way => way.label)

describe('what is said of an unfinished secret', () => {
  test.each(intentKinds)('is sentences, of each finding its own: %s', kind => {
    const texts = findings.flatMap(finding =>
      [true, false].map(repeatable => whatBecame(kindOf(kind, { finding, repeatable }), now)),
    )
    for (const text of texts) {
      expect(text).toMatch(/^\p{Lu}[^.]*.*\.$/u)
      expect(text).not.toMatch(/undefined|null|\[object/)
    }
    expect(new Set(findings.map(finding => whatBecame(kindOf(kind, { finding }), now))).size).toBe(
      9,
    )
  })

  test('says that nobody has its secret, or that somebody may', () => {
    const answered = unfinishedOf({ state: 'acknowledged', key: 'k1' })
    expect(whatBecame(answered, now)).toContain('The key is there, and nobody has seen its secret.')
    const revealed = unfinishedOf({ state: 'revealed', key: 'k1' })
    expect(whatBecame(revealed, now)).toBe(
      'Its secret was copied or shown. Say that it is stored, or delete it.',
    )
  })

  test.each(intentKinds)('takes no match for a proof: %s', kind => {
    const text = whatBecame(kindOf(kind, { finding: made(keyOf('k1')) }), now)
    expect(text).toMatch(/obody here has seen/)
    expect(text).toMatch(/If (it is somebody else’s|somebody else rotated it), leave it\./)
  })

  test('says of a key that is used that somebody has its secret', () => {
    const finding = made(keyOf('k1', { lastUsedAt: now }))
    for (const kind of ['create', 'generate'] as const)
      expect(whatBecame(kindOf(kind, { finding }), now)).toContain('is used: somebody has')
  })

  test('says that it is looked for once more only where it is', () => {
    const text = (looking: boolean) =>
      whatBecame(kindOf('create', { finding: notSeen(1), looking }), now)
    expect(text(true)).toContain('Claviger looks once more.')
    expect(text(false)).not.toContain('looks')
  })

  test('says which secret of a rotated key is accepted', () => {
    const rotated = (change: Partial<KeyRecord>, overlapSeconds = 0) =>
      whatBecame(kindOf('rotate', { finding: made(keyOf('k1', change)), overlapSeconds }), now)
    expect(rotated({ previousUntil: null })).toContain('no longer accepted')
    expect(rotated({ previousUntil: now - 1 })).toContain('no longer accepted')
    expect(rotated({ previousUntil: now + 3_600_000 })).toContain('is accepted until')
    expect(rotated({ id: 'k2' }, 3600)).toContain('came in its place')
    expect(rotated({ id: 'k2' })).toContain('no longer accepted')
    expect(whatBecame(kindOf('rotate', { finding: notSeen(2) }), now)).toContain(
      'its secret before is accepted',
    )
  })
})

describe('what can be done about an unfinished secret', () => {
  test('whose service repeats its answer: it is had, or undone', () => {
    const repeatable = true
    expect(labels(kindOf('create', { repeatable }))).toEqual(['Delete it', 'Get the key'])
    expect(labels(kindOf('generate', { repeatable }))).toEqual(['Revoke it', 'Get the key'])
    expect(labels(kindOf('rotate', { repeatable }))).toEqual(['Dismiss', 'Get the key'])
    const revealed = { repeatable, state: 'revealed', key: 'k1' } as const
    expect(labels(kindOf('create', revealed))).toEqual([
      ...['I have stored it', 'Delete it', 'Get the key'],
    ])
  })

  test('that was found: one click deletes it, and offers to make it anew', () => {
    const finding = made(keyOf('k1'))
    expect(labels(kindOf('create', { finding }))).toEqual([
      ...['Leave it', 'Delete it', 'Delete and create again'],
    ])
    expect(labels(kindOf('generate', { finding }))).toEqual([
      ...['Leave it', 'Revoke it', 'Revoke and generate again'],
    ])
    expect(labels(kindOf('rotate', { finding }))).toEqual(['Leave it', 'Rotate again'])
    expect(waysOf(kindOf('create', { finding }), here).at(-1)).toMatchObject({ key: 'k1' })
  })

  test('that is used, by whoever has its secret: nothing but to leave it', () => {
    const finding = made(keyOf('k1', { lastUsedAt: now }))
    expect(labels(kindOf('create', { finding }))).toEqual(['Leave it'])
    expect(labels(kindOf('generate', { finding }))).toEqual(['Leave it'])
    // Used by the key that the system had before.
    const target = keyOf('k1', { lastUsedAt: now, state: 'absent' })
    const known = { namesakes: [], target }
    expect(labels(kindOf('generate', { finding, known }))).toContain('Revoke it')
  })

  test('that may be one of several: none is chosen here', () => {
    const finding = made(keyOf('k1'), keyOf('k2'))
    expect(labels(kindOf('create', { finding }))).toEqual(['Leave them'])
  })

  test('that is not seen: first another look, then a person decides', () => {
    expect(labels(kindOf('create', { looking: true }))).toEqual([])
    expect(labels(kindOf('create'))).toEqual(['Dismiss', 'Look again'])
    // The second look failed for good.
    expect(labels(kindOf('create', { finding: notSeen(1) }))).toEqual(['Dismiss', 'Look again'])
    expect(labels(kindOf('create', { finding: notSeen(1), looking: true }))).toEqual([])
    const finding = notSeen(2)
    expect(labels(kindOf('create', { finding }))).toEqual([
      ...['Dismiss', 'Look again', 'Create again'],
    ])
    expect(labels(kindOf('generate', { finding }))).toContain('Generate again')
    expect(labels(kindOf('rotate', { finding }))).toContain('Rotate again')
  })

  test('of which nothing can be known here: a person looks at the service', () => {
    const finding = { kind: 'unclear', cause: 'cut-off', at: now } as const
    expect(labels(kindOf('create', { finding }))).toEqual(['Dismiss', 'Look again'])
    const misplaced = { ...astray, got: null }
    expect(labels(kindOf('create', { finding: misplaced }))).toEqual(['Dismiss'])
    expect(labels(kindOf('create'), { removed: true, lost: false })).toEqual(['Dismiss'])
    expect(labels(kindOf('create', { repeatable: true }), { removed: false, lost: true })).toEqual([
      ...['Dismiss', 'Look again'],
    ])
  })
})
