import { expect, test } from 'vitest'
import {
  activityVerb,
  pageSize,
  withNewest,
  withOlder,
} from '../../src/renderer/src/features/activity/activity-words.ts'
import { inFront } from '../../src/renderer/src/features/activity/audit-pages.ts'
import {
  draftOf,
  emptyForm,
  fingerprintGroups,
  withPlace,
} from '../../src/renderer/src/features/connections/connection-form.ts'
import { isTrustQuestion } from '../../src/renderer/src/features/connections/trust-question.ts'
import { judgeKeyWords } from '../../src/renderer/src/features/keys/create/create-form.ts'
import { scopeStateText } from '../../src/renderer/src/features/review/scope-state-text.ts'
import { noticeText } from '../../src/renderer/src/features/shell/notice-text.ts'
import { countOf, matchCount } from '../../src/renderer/src/ui/count.ts'
import { stateWord, wordsFor } from '../../src/renderer/src/ui/key-words.ts'
import { clockTime, dayName, exactTime, relativeTime } from '../../src/renderer/src/ui/time.ts'
import { clampText, visibleLines, visibleText } from '../../src/renderer/src/ui/visible-text.ts'
import { type Activity, activityKinds } from '../../src/shared/domain/activity.ts'
import type { AuditEntry } from '../../src/shared/domain/audit.ts'
import { connectorOf, placeOf, profileOf, wordsOf } from './fake-world.ts'

const now = Date.UTC(2026, 10, 21, 10, 0)
const auditEntry: AuditEntry = {
  ...{ id: '', at: now, by: null, action: 'call', origin: 'API' },
  ...{ environment: 'preview', key: null, keyName: null },
}
const line = (id: number) => ({ id }) as Activity
const ago = (minutes: number) => now - minutes * 60_000

test('relative times are what people say', () => {
  expect(relativeTime(now, now)).toBe('just now')
  expect(relativeTime(ago(-0.5), now)).toBe('just now')
  expect(relativeTime(ago(1), now)).toBe('1 minute ago')
  expect(relativeTime(ago(59.9), now)).toBe('59 minutes ago')
  expect(relativeTime(ago(60), now)).toBe('1 hour ago')
  expect(relativeTime(ago(24 * 60), now)).toBe('yesterday')
  expect(relativeTime(ago(29 * 24 * 60), now)).toBe('29 days ago')
  expect(relativeTime(ago(61 * 24 * 60), now)).toBe('2 months ago')
  expect(relativeTime(ago(800 * 24 * 60), now)).toBe('2 years ago')
  expect(relativeTime(ago(-180), now)).toBe('in 3 hours')
  // What was chosen as "30 days", a little later or by a clock that is a little behind.
  for (const late of [0.5, 0, -0.5])
    expect(relativeTime(ago(-30 * 24 * 60 + late), now)).toBe('in 30 days')
  expect(relativeTime(ago(30.2 * 24 * 60), now)).toBe('last month')
  expect(relativeTime(ago(-30.2 * 24 * 60), now)).toBe('in 30 days')
  expect(relativeTime(ago(-90 * 24 * 60), now)).toBe('in 90 days')
  expect(relativeTime(ago(-182 * 24 * 60), now)).toBe('in 5 months')
  expect(relativeTime(ago(180), now, true)).toBe('3h ago')
})

test('exact times and days follow the time zone', () => {
  expect(exactTime(now, 'UTC')).toBe('21 November 2026 at 10:00:00')
  expect(clockTime(ago(19), now, 'UTC')).toBe('09:41')
  expect(clockTime(ago(19), now, 'Asia/Tokyo')).toBe('18:41')
  expect(clockTime(ago(24 * 60), now, 'UTC')).toBe('20 November 10:00')
  expect(dayName(now, now, 'UTC')).toBe('Today')
  expect(dayName(ago(11 * 60), now, 'UTC')).toBe('Yesterday')
  expect(dayName(ago(11 * 60), now, 'Asia/Tokyo')).toBe('Today')
  expect(dayName(ago(3 * 24 * 60), now, 'UTC')).toBe('18 November 2026')
})

test('counts', () => {
  expect(countOf(1, 'key')).toBe('1 key')
  expect(countOf(1204, 'key')).toBe('1,204 keys')
  expect(matchCount(12, 1204)).toBe('12 of 1,204 keys match')
  expect(matchCount(2000, 100_000, 'key', false)).toBe('2,000+ of 100,000 keys match')
  expect(matchCount(0, 100_000, 'key', false)).toBe('Searching 100,000 keys')
})

test('what is hidden in a text is made visible', () => {
  expect(visibleText('evil\u202etxt.exe')).toBe('evil\\u202etxt.exe')
  expect(visibleText('a\tb\nc')).toBe('a\\u0009b\\u000ac')
  expect(visibleText('مفتاح 🚀 <b>')).toBe('مفتاح 🚀 <b>')
  expect(clampText('abcdef', 3)).toBe('abc…')
  expect(clampText('ab🚀', 3)).toBe('ab…')
  expect(clampText('abc', 3)).toBe('abc')
})

test('a service’s own words come before ours', () => {
  const profile = profileOf({
    words: { suspend: wordsOf('Revoke', 'Revoked') },
    states: { suspended: 'Revoked' },
  })
  expect(wordsFor('suspend', profile).label).toBe('Revoke')
  expect(wordsFor('resume', profile).label).toBe('Restore')
  expect(wordsFor('create', null).label).toBe('Create key')
  expect(stateWord('suspended', profile)).toBe('Revoked')
  expect(stateWord('expired', profile)).toBe('Expired')
})

test('names and descriptions are judged before they are sent', () => {
  expect(judgeKeyWords({ name: '  ', description: '' })).toEqual({
    name: 'empty',
    description: null,
  })
  expect(judgeKeyWords({ name: 'x'.repeat(256), description: '' }).name).toBe('too-long')
  expect(judgeKeyWords({ name: '🚀'.repeat(255), description: '' }).name).toBeNull()
  expect(judgeKeyWords({ name: 'xxx', description: '' }, 2).name).toBe('too-long')
  expect(judgeKeyWords({ name: '<b>مفتاح</b>', description: 'x' }).name).toBeNull()
  expect(judgeKeyWords({ name: 'x', description: 'y'.repeat(1001) }).description).toBe('too-long')
})

test('a connection form becomes a draft, and blank credentials none', () => {
  const info = connectorOf()
  const draft = draftOf(
    {
      name: 'A',
      ...withPlace(emptyForm(info), 'preview', { url: ' https://a ' }),
      credentials: { preview: ' ', production: ' t ' },
    },
    info,
    'memory',
  )
  expect(draft).toEqual({
    ...{ name: 'A', connector: 'claviger', keep: 'memory' },
    places: { preview: placeOf('https://a'), production: placeOf('https://a') },
    credentials: { preview: null, production: 't' },
  })
})

test('only an unknown or changed certificate is a question for a person', () => {
  const host = 'keys.example.com'
  expect(isTrustQuestion({ code: 'tls', cause: 'untrusted', host })).toBe(true)
  expect(isTrustQuestion({ code: 'tls', cause: 'pin-mismatch', host })).toBe(true)
  expect(isTrustQuestion({ code: 'tls', cause: 'expired', host })).toBe(false)
  expect(isTrustQuestion({ code: 'tls', cause: 'key-mismatch', host })).toBe(false)
  expect(isTrustQuestion(null)).toBe(false)
})

test('a fingerprint is read in eight groups of four bytes', () => {
  const bytes = Array.from({ length: 32 }, (_, index) => `A${index % 10}`)
  const groups = fingerprintGroups(bytes.join(':')).split(' ')
  expect(groups).toHaveLength(8)
  expect(groups[0]).toBe('A0:A1:A2:A3')
  expect(groups.join(':')).toBe(bytes.join(':'))
})

test('each activity and each notice has its own words', () => {
  expect(new Set(activityKinds.map(activityVerb)).size).toBe(activityKinds.length)
  const kept = { kind: 'store-damaged', setAside: '/x/store.db', connectionsKept: true } as const
  expect(noticeText(kept).text).toContain('/x/store.db')
  expect(noticeText(kept).text).not.toBe(noticeText({ ...kept, connectionsKept: false }).text)
})

test('the log grows at both ends without holes or doubles', () => {
  const lines = (...ids: number[]) => ids.map(line)
  const whole = (...ids: number[]) => ({ entries: lines(...ids), more: false })
  expect(withNewest(null, lines(3, 2))).toEqual(whole(3, 2))
  expect(withNewest(whole(3, 2, 1), lines(5, 4, 3))).toEqual(whole(5, 4, 3, 2, 1))
  expect(withNewest({ ...whole(3), more: true }, lines(4, 3)).more).toBe(true)
})

test('a log with a hole begins anew, and its older entries can be loaded', () => {
  const page = Array.from({ length: pageSize }, (_, index) => line(1000 - index))
  expect(withNewest({ entries: [line(2), line(1)], more: false }, page)).toEqual({
    entries: page,
    more: true,
  })
})

test('older entries that come after the log began anew are left out: something between is missing', () => {
  const known = { entries: [line(9), line(8)], more: true }
  expect(withOlder(known, 8, [line(7)])).toEqual({ entries: [9, 8, 7].map(line), more: false })
  expect(withOlder(known, 4, [line(3)])).toBe(known)
  expect(withOlder(null, null, [line(3)])).toBeNull()
})

test('the service’s log grows at both ends too, by the ids of its entries', () => {
  const page = (ids: string, next: string | null) => ({
    entries: [...ids].map(id => ({ ...auditEntry, id })),
    next,
  })
  expect(inFront(page('cb', 'x'), null)).toEqual(page('cb', 'x'))
  expect(inFront(page('edc', 'y'), page('dcba', 'old'))).toEqual(page('edcba', 'old'))
  expect(inFront(page('edc', 'y'), page('c', 'old'))).toEqual(page('edc', 'y'))
  expect(inFront(page('zyx', 'y'), page('cba', null))).toEqual(page('zyx', 'y'))
  expect(inFront(page('', null), page('cba', 'old'))).toEqual(page('', null))
})

test('the state of a list for review', () => {
  const state = { phase: 'live', asOf: ago(19), complete: true, count: 1, total: null } as const
  const part = { ...state, complete: false, count: 4000, total: 10_000 } as const
  const said = (sync: Parameters<typeof scopeStateText>[0]) => scopeStateText(sync, now, 'UTC')
  expect(said({ ...part, asOf: null, count: 0 })).toBe('never read')
  expect(said(state)).toBe('1 key as of 09:41')
  // What is whole is only being looked at again.
  expect(said({ ...state, phase: 'syncing' })).toBe('1 key as of 09:41')
  expect(said(part)).toBe('4,000 keys as of 09:41, incomplete')
  expect(said({ ...part, phase: 'syncing' })).toBe('4,000 of 10,000 so far')
  expect(said({ ...part, phase: 'stopped', total: null })).toBe('stopped at 4,000')
})

test('a form counts characters as the service does', () => {
  const words = (description: string) => judgeKeyWords({ name: 'checkout', description })
  expect(words('🔑'.repeat(1000)).description).toBeNull()
  expect(words('🔑'.repeat(1001)).description).toBe('too-long')
  expect(words('one\ttwo\nthree').description).toBeNull()
})

test('what cannot be seen is shown as an escape, and what joins letters is left alone', () => {
  expect(visibleText('pay\u200bments')).toBe('pay\\u200bments')
  expect(visibleText('a\u2060b\u00adc\u2028d')).toBe('a\\u2060b\\u00adc\\u2028d')
  expect(visibleText('👩\u200d💻 می\u200cخواهم')).toBe('👩\u200d💻 می\u200cخواهم')
})

test('a text of several lines keeps them, and nothing else that is unseen', () => {
  expect(visibleLines('one\r\ntwo\nthree')).toBe('one\ntwo\nthree')
  expect(visibleLines('a\tb\nc\u202ed')).toBe('a\\u0009b\nc\\u202ed')
})
