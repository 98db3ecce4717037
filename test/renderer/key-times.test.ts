import { describe, expect, test } from 'vitest'
import {
  overlapOptions,
  overlapProblem,
  overlapSeconds,
  rotationConsequence,
  rotationOf,
  stepTexts,
  usualOverlap,
} from '../../src/renderer/src/features/keys/change/overlap.ts'
import {
  chooseExpiry,
  expiryAt,
  expiryNote,
  expiryOptions,
  expiryProblem,
  expiryText,
  localText,
  noExpiry,
  typeExpiry,
} from '../../src/renderer/src/features/keys/form/expiry.ts'
import { profileOf } from './fake-world.ts'

const now = Date.UTC(2026, 10, 21, 10, 0)
const day = 86_400

describe('an expiry', () => {
  test('stays at the instant that it had when it was chosen', () => {
    const chosen = chooseExpiry('30-days', noExpiry, now)
    expect(chosen.at).toBe(now + 30 * day * 1000)
    expect(expiryNote(chosen)).toContain('21 December 2026')
    expect(chooseExpiry('never', chosen, now).at).toBeNull()
  })
  test('typed as a date it is the computer’s own time, to the minute', () => {
    expect(localText(now)).toMatch(/^2026-11-2[012]T\d\d:\d\d$/)
    expect(typeExpiry(localText(now))).toEqual(expiryAt(now))
    expect(expiryAt(null)).toEqual(noExpiry)
  })
  test('keeps a date that was typed while another choice is looked at', () => {
    const typed = typeExpiry(localText(now))
    const away = chooseExpiry('never', typed, now)
    expect(chooseExpiry('date', away, now)).toEqual(typed)
  })
  test('is not sent without a date, in the past, now, or further away than the service allows', () => {
    const judge = (text: string, longest: number | null = null) =>
      expiryProblem(typeExpiry(text), now, longest)
    expect(judge('')).toBe('malformed')
    expect(judge(localText(now - 60_000))).toBe('past')
    expect(judge(localText(now))).toBe('past')
    expect(judge(localText(now + 60_000))).toBeNull()
    expect(judge(localText(now + 8 * day * 1000), 7 * day)).toBe('too-far')
    expect(judge(localText(now + 7 * day * 1000), 7 * day)).toBeNull()
    expect(expiryProblem(noExpiry, now, 7 * day)).toBeNull()
  })
  test('is offered no further than the service allows', () => {
    const values = (longest: number | null) => expiryOptions(longest).map(({ value }) => value)
    expect(values(null)).toEqual(['never', '30-days', '90-days', '1-year', 'date'])
    expect(values(90 * day)).toEqual(['never', '30-days', '90-days', 'date'])
    expect(expiryText('too-far', 90 * day)).toContain('90 days')
    expect(expiryText('past', null)).toContain('past')
  })
})

describe('a rotation', () => {
  const rotation = {
    overlapSeconds: [0, 3600, 86_400, 7 * day],
    longestOverlapSeconds: 30 * day,
    steps: [],
  }
  test('offers the overlaps of the service, and a free one only where it takes one', () => {
    const labels = (change = {}) =>
      overlapOptions({ ...rotation, ...change }).map(({ label }) => label)
    expect(labels()).toEqual(['Not at all', '1 hour', '1 day', '7 days', 'Chosen time'])
    expect(labels({ longestOverlapSeconds: null })).not.toContain('Chosen time')
    expect(overlapOptions(rotationOf(null))).toHaveLength(1)
    const unsaid = profileOf({ rotation: { ...rotation, overlapSeconds: [] } })
    expect(rotationOf(unsaid).overlapSeconds).toEqual([0])
  })
  test('begins with the shortest that leaves time to change the key', () => {
    expect(overlapSeconds(usualOverlap(rotation))).toBe(3600)
    expect(overlapSeconds(usualOverlap(rotationOf(null)))).toBe(0)
  })
  test('a free overlap is a number of hours within the limit', () => {
    const judge = (hours: string) =>
      overlapProblem(overlapSeconds({ choice: 'chosen', hours }), rotation)
    expect(judge('36')).toBeNull()
    expect(judge('1.5')).toBeNull()
    for (const wrong of ['', ' ', 'two', '-1']) expect(judge(wrong)).toContain('number of hours')
    expect(judge('721')).toContain('30 days')
    expect(judge('720')).toBeNull()
  })
  test('says what becomes of the previous secret', () => {
    expect(rotationConsequence(0, false, profileOf())).toContain('stops working at once')
    expect(rotationConsequence(3600, false, profileOf())).toMatch(/for 1 hour .* rejected\.$/)
    expect(rotationConsequence(3600, true, profileOf())).toContain('ends at once')
  })
  test('has the four steps of the service, or Claviger’s own', () => {
    const steps = ['a', 'b', 'c', 'd']
    expect(stepTexts(profileOf({ rotation: { ...rotation, steps } }))).toEqual(steps)
    expect(stepTexts(profileOf({ rotation: { ...rotation, steps: ['a'] } }))).toHaveLength(4)
    expect(stepTexts(null)).toHaveLength(4)
  })
})
