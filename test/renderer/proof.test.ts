import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, createOn } from '../../src/renderer/src/api/client.ts'
import { endedSince } from '../../src/renderer/src/features/keys/change/ended-since.ts'
import {
  endText,
  lastStep,
  noteOf,
  proofMark,
  stillFor,
} from '../../src/renderer/src/features/keys/change/proof-words.ts'
import { marksGiven } from '../../src/renderer/src/features/keys/list/row-marks.ts'
import { startSession } from '../../src/renderer/src/session.ts'
import { initialUi, proofOf, useUi } from '../../src/renderer/src/state/ui.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import { type Proof, proofStates } from '../../src/shared/domain/proof.ts'
import { createFakeBridge } from './fake-bridge.ts'
import { connectionOf, keyOf, profileOf, wordsOf } from './fake-world.ts'

const now = Date.UTC(2026, 10, 21, 9, 41)
const target = {
  connection: connectionOf(1).id,
  environment: 'preview',
  key: keyOf(1, 'preview', now).id,
} as const
const proofFrom = (change: Partial<Proof> = {}): Proof => ({
  ...target,
  ...{ id: '00000000-0000-4000-8000-000000000001', effect: 'revoke', name: 'checkout' },
  ...{ mask: null, state: 'accepted', reason: null, graceSeconds: 60, askable: false },
  ...{ requestedAt: now, acceptedAt: now, until: now + 60_000, endedAt: null, aliveAt: null },
  ...change,
})
const openai = (change = {}) => profileOf({ service: 'OpenAI', propagationSeconds: 30, ...change })
const ended = { endedAt: now + 60_000, askable: true } as const
const alive = { ...ended, state: 'still-accepted', aliveAt: now + 60_000 } as const

describe('what is said of the end of a key', () => {
  test('is never that it is over before the service refused the key', () => {
    // Until then the last step is only what is hoped for, and stands as such.
    const claims = /confirmed dead|no longer accepted|refuses/i
    const saying = proofStates.filter(state => {
      const proof = proofFrom({ state, ...ended, reason: state === 'unproven' ? 'no-check' : null })
      return [noteOf(proof, null).text, endText(proof, null)].some(text => claims.test(text))
    })
    expect(saying).toEqual(['confirmed'])
  })

  test('is not that a key is dead which can live again', () => {
    const hoped = (effect: Proof['effect']) => lastStep({ effect, state: 'accepted' })
    expect(hoped('suspend')).toBe('No longer accepted')
    expect([hoped('revoke'), hoped('delete')]).toEqual(['Confirmed dead', 'Confirmed dead'])
    const said = proofStates.map(state => {
      const proof = proofFrom({ state, effect: 'suspend', ...ended })
      return [noteOf(proof, null), endText(proof, null), lastStep(proof)]
    })
    expect(JSON.stringify(said)).not.toContain('dead')
  })

  test('has the word of its service for what was done', () => {
    const words = { suspend: wordsOf('Revoke', 'Revoked') }
    const proof = proofFrom({ effect: 'suspend', state: 'confirmed' })
    expect(endText(proof, profileOf({ words }))).toBe(
      'Revoked “checkout” in Preview: no longer accepted.',
    )
  })

  test('names who cannot be asked, and how long its changes take', () => {
    const unproven = (reason: Proof['reason'], profile = openai()) =>
      noteOf(proofFrom({ state: 'unproven', reason }), profile).text
    expect(unproven('no-check')).toBe(
      'The service accepted it. OpenAI cannot be asked whether the key is dead; it says that changes take up to 30 s.',
    )
    expect(unproven('no-check', openai({ propagationSeconds: null }))).toContain(
      'it does not say how long changes take',
    )
    expect(unproven('no-key')).toContain('Claviger did not have it')
    expect(unproven('failed')).toContain('no answer')
  })

  test('tells how long the key was taken all the same', () => {
    const proof = proofFrom(alive)
    expect(noteOf(proof, null)).toMatchObject({
      tone: 'danger',
      title: 'Still accepted after 60 s',
    })
    expect(noteOf(proof, null).text).toContain('Ask again, and')
    expect(noteOf({ ...proof, askable: false }, null).text).not.toContain('Ask again')
    expect(endText(proof, null)).toBe('Still accepted after 60 s: “checkout” in Preview.')
    expect(stillFor({ ...proof, aliveAt: now + 180_400 })).toBe('180 s')
    // Nobody could tell any more when it was asked again.
    const lost = { ...proof, state: 'unproven', endedAt: now + 900_000 } as const
    expect(stillFor(lost)).toBe('60 s')
  })
})

describe('in the list', () => {
  const mark = (change: Partial<Proof>, at = now) => proofMark(proofFrom(change), at)
  test('a key is marked while it may be alive, and not for an instant', () => {
    expect(mark({})).toBeNull()
    expect(mark({}, now + 1000)).toBe('Being confirmed')
    expect(mark(alive)).toBe('Still accepted')
    expect(mark({ ...alive, state: 'accepted' }, now + 1000)).toBe('Still accepted')
    expect(mark({ ...alive, state: 'unproven', reason: 'failed' })).toBe('Still accepted')
    expect(mark({ state: 'unproven', reason: 'failed' })).toBe('Not confirmed')
    expect(mark({ state: 'confirmed' })).toBeNull()
  })

  test('what no one could ask about is not told for ever', () => {
    expect(mark({ state: 'unproven', reason: 'no-check' })).toBeNull()
    expect(mark({ state: 'unproven', reason: 'no-key' })).toBeNull()
  })

  test('a mark is of its key alone, and of the newest proof', () => {
    const row = { ...keyOf(1, 'preview', now), ...target, id: target.key }
    const taken = proofFrom(alive)
    expect(marksGiven([], [taken], now)(row)).toEqual(['Still accepted'])
    expect(marksGiven([], [taken], now)({ ...row, environment: 'production' })).toEqual([])
    const later = proofFrom({ id: '00000000-0000-4000-8000-000000000002', state: 'confirmed' })
    expect(marksGiven([], [taken, later], now)(row)).toEqual([])
    expect(proofOf({ proofs: [taken, later] }, target)).toBe(later)
    expect(proofOf({ proofs: [taken] }, { ...target, environment: 'production' })).toBeNull()
  })
})

test('each end is told once, and again when it was asked again', () => {
  const running = proofFrom()
  const over = proofFrom(alive)
  const told = (before: readonly Proof[], then: readonly Proof[]) => endedSince(before, then, now)
  expect(told([running], [over])).toEqual([over])
  expect(told([], [over])).toEqual([over])
  expect(told([over], [{ ...over, askable: false }])).toEqual([])
  const again = { ...over, endedAt: now + 120_000 }
  expect(told([over], [again])).toEqual([again])
  expect(told([over], [running])).toEqual([])
  // A page that was opened since would tell them all again.
  expect(endedSince([], [over], now + 61_000)).toEqual([])
})

describe('the session', () => {
  beforeEach(() => useUi.setState(initialUi, true))
  test('knows what main finds out', async () => {
    const bridge = createFakeBridge()
    const stop = startSession(createClient<AppContract>(bridge), createOn(bridge))
    bridge.world.proofs = [proofFrom()]
    bridge.emit('proofs-changed', null)
    await expect.poll(() => useUi.getState().proofs).toEqual([proofFrom()])
    stop()
  })
})
