import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Found } from '../../src/renderer/src/features/connections/trial-results.tsx'
import { actionsWidth } from '../../src/renderer/src/features/keys/list/actions-width.ts'
import { bannerWords } from '../../src/renderer/src/features/keys/list/banner-words.ts'
import { effectsFor, effectsInRow } from '../../src/renderer/src/features/keys/list/key-actions.tsx'
import { menuGroups } from '../../src/renderer/src/features/keys/list/key-menu.tsx'
import { marksGiven } from '../../src/renderer/src/features/keys/list/row-marks.ts'
import { joinedStatus, scopeStatus } from '../../src/renderer/src/state/scope-status.ts'
import { type ColumnsGiven, keyColumns } from '../../src/renderer/src/ui/key-columns.tsx'
import { actionWord, stateWord, wordsFor } from '../../src/renderer/src/ui/key-words.ts'
import { kindText } from '../../src/renderer/src/ui/kind-words.ts'
import type { KeyRow } from '../../src/shared/contract/keys.ts'
import type { ErrorInfo } from '../../src/shared/error.ts'
import { keyOf, kindOf, liveSync, profileOf, profileWith, ruleOf, wordsOf } from './fake-world.ts'

const now = Date.UTC(2026, 10, 21, 10, 0)
const connection = 'c'
const preview = { connection, environment: 'preview' } as const
const production = { connection, environment: 'production' } as const
const rowOf = (change: Partial<KeyRow> = {}): KeyRow => ({
  ...keyOf(0, 'preview', now),
  ...preview,
  ...change,
})

describe('what is offered for a key', () => {
  const key = { kind: 'key', state: 'active' } as const
  const all = profileWith(['delete', 'revoke', 'rotate', 'suspend', 'resume'])

  test('only what its service has, the least harm first', () => {
    expect(effectsFor(key, all)).toEqual(['suspend', 'rotate', 'revoke', 'delete'])
    expect(effectsFor(key, profileWith(['rotate', 'revoke']))).toEqual(['rotate', 'revoke'])
    expect(effectsFor(key, null)).toEqual([])
  })

  test('in a row no more than two: what is final is in its menu, where there is more', () => {
    expect(effectsInRow(key, all)).toEqual(['suspend', 'rotate'])
    expect(effectsInRow(key, profileWith(['rotate', 'revoke']))).toEqual(['rotate', 'revoke'])
  })

  test('in the menu, what the service never does stands apart and last', () => {
    const reason = 'Acme does not do that.'
    const never = (['expire', 'rotate', 'delete'] as const).map(effect =>
      ruleOf(effect, { supported: false, reason }),
    )
    const can = (['reveal', 'suspend', 'revoke'] as const).map(effect => ruleOf(effect))
    expect(menuGroups(key, profileOf({ effects: [...never, ...can] }))).toEqual([
      ['reveal'],
      ['suspend', 'revoke'],
      ['expire', 'rotate', 'delete'],
    ])
    expect(menuGroups(key, all)).toEqual([[], ['suspend', 'rotate', 'revoke', 'delete'], []])
  })

  test('a suspended key is restored', () => {
    const profile = profileWith(['suspend', 'resume', 'delete'])
    expect(effectsFor({ ...key, state: 'suspended' }, profile)).toEqual(['resume', 'delete'])
  })
  test('the key of a system is revoked in its details alone', () => {
    const profile = profileWith(['generate', 'revoke', 'delete'])
    expect(effectsFor({ kind: 'system', state: 'active' }, profile)).toEqual(['delete'])
  })
  test('what the service hides from this caller is not there; what it forbids is', () => {
    const rules = (whenForbidden: 'hidden' | 'disabled') =>
      profileOf({ effects: [ruleOf('delete', { missingPermission: 'key:delete', whenForbidden })] })
    expect(effectsFor(key, rules('hidden'))).toEqual([])
    expect(effectsFor(key, rules('disabled'))).toEqual(['delete'])
  })
  test('the room for its buttons follows the service’s words', () => {
    const profile = profileWith(['suspend', 'resume', 'delete'])
    const words = { resume: wordsOf('Bring it back to life', 'Brought back') }
    expect(actionsWidth('key', { ...profile, words })).toBeGreaterThan(actionsWidth('key', profile))
    expect(actionsWidth('system', { ...profile, words })).toBeLessThan(actionsWidth('key', profile))
  })
})

describe('the columns of a list', () => {
  const idsOf = (given: ColumnsGiven) => keyColumns(given).map(({ id }) => id)
  const shown = (column: string, row: KeyRow, given: Partial<ColumnsGiven> = {}): string => {
    const columns = keyColumns({ kind: null, profile: null, ...given })
    const cell: ReactNode = columns.find(({ id }) => id === column)?.cell(row, false)
    return renderToStaticMarkup(cell).replaceAll(/<[^>]*>/g, ' ')
  }

  test('are those of the service with its labels, or ours', () => {
    const columns = [
      { id: 'key', label: 'API key' } as const,
      { id: 'usageCount', label: 'Used' } as const,
    ]
    const profile = profileOf({ kinds: { key: kindOf({ columns }) } })
    const [first, second] = keyColumns({ kind: 'key', profile })
    expect([first?.label, second?.label, second?.sort]).toEqual(['API key', 'Used', 'usageCount'])
    expect(idsOf({ kind: 'system', profile })).toEqual(idsOf({ kind: 'system', profile: null }))
    expect(idsOf({ kind: null, profile: null })).toContain('expiresAt')
  })
  test('tell the environment wherever both stand side by side, however narrow the window', () => {
    const columns = [{ id: 'name', label: 'Name' } as const, { id: 'mask', label: 'Key' } as const]
    const profile = profileOf({ kinds: { key: kindOf({ columns }) } })
    expect(idsOf({ kind: 'key', profile })).toEqual(['name', 'mask'])
    expect(idsOf({ kind: 'key', profile, mixed: true })).toEqual(['name', 'environment', 'mask'])
    const ours = keyColumns({ kind: 'key', profile: null, mixed: true })
    expect(ours.find(({ id }) => id === 'environment')?.hide).toBeUndefined()
  })
  test('no key is said to have never been used by a service that counts no uses', () => {
    const used = (change: Partial<KeyRow>) =>
      shown('lastUsedAt', rowOf({ lastUsedAt: null, ...change })).trim()
    expect(used({ usageCount: null })).toBe('–')
    expect(used({ usageCount: 0 })).toBe('Never')
  })
  test('a system without a key says so in the service’s word where the mask would be', () => {
    const absent = rowOf({ kind: 'system', state: 'absent', mask: null })
    expect(shown('mask', absent)).toContain('Not generated')
    const profile = profileOf({ states: { absent: 'None yet' } })
    expect(shown('mask', absent, { profile })).toContain('None yet')
  })
  test('the state of a key is told in the word of its own environment', () => {
    const words = (suspended: string) => profileOf({ states: { suspended } })
    const given = {
      profile: words('Paused'),
      profileFor: (row: KeyRow) => words(row.environment === 'production' ? 'Off' : 'Paused'),
    }
    const row = rowOf({ state: 'suspended', environment: 'production' })
    expect(shown('state', row, given)).toContain('Off')
  })
  test('uses are grouped by thousands, and unknown ones are none', () => {
    const columns = [{ id: 'usageCount', label: 'Uses' } as const]
    const given = {
      kind: 'key',
      profile: profileOf({ kinds: { key: kindOf({ columns }) } }),
    } as const
    expect(shown('usageCount', rowOf({ usageCount: 1204 }), given)).toContain('1,204')
    expect(shown('usageCount', rowOf({ usageCount: null }), given)).toContain('–')
  })
})

test('a key is marked while its new secret is on its way or its old one still valid', () => {
  const row = rowOf()
  const handOff = { ...preview, key: row.id, at: now, done: [] }
  expect(marksGiven([], [], now)(row)).toEqual([])
  expect(marksGiven([handOff], [], now)(row)).toEqual(['Hand-off open'])
  expect(marksGiven([{ ...handOff, ...production }], [], now)(row)).toEqual([])
  expect(marksGiven([], [], now)(rowOf({ previousUntil: now + 1 }))).toEqual(['Old key valid'])
  expect(marksGiven([], [], now)(rowOf({ previousUntil: now }))).toEqual([])
})

describe('a list of both environments', () => {
  const live = liveSync(preview, 3, now)
  const other = liveSync(production, 2, now)

  test('is as far as the environment that is furthest behind', () => {
    expect(joinedStatus([live, other])).toEqual({ kind: 'live', count: 5, asOf: now })
    const older = joinedStatus([live, { ...other, asOf: now - 60_000 }])
    expect(older).toEqual({ kind: 'live', count: 5, asOf: now - 60_000 })
    expect(joinedStatus([live, null]).kind).toBe('unknown')
    expect(joinedStatus([live, { ...other, phase: 'syncing' }])).toMatchObject({ kind: 'syncing' })
    const timeout = { code: 'timeout', seconds: 30 } as const
    const failed = joinedStatus([live, { ...other, phase: 'failed', error: timeout }])
    expect(failed).toMatchObject({ kind: 'behind', why: 'offline', count: 5 })
  })
  test('is read as far as both are: what is whole has all of its keys', () => {
    const begun = { ...other, ...{ asOf: null, complete: false, count: 40, total: 100 } }
    const reading = joinedStatus([
      { ...live, total: null },
      { ...begun, phase: 'syncing' },
    ])
    expect(reading).toEqual({ kind: 'syncing', count: 43, total: 103, asOf: null })
    const stopped = joinedStatus([live, { ...begun, phase: 'stopped', total: null }])
    expect(stopped).toEqual({ kind: 'stopped', count: 43, total: null, asOf: null })
  })
  test('does without an environment for which there is no credential, unless there is no other', () => {
    const error = { code: 'no-credential', environment: 'production' } as const
    const without = { ...liveSync(production, 0, now), phase: 'failed', error } as const
    expect(joinedStatus([live, without])).toEqual({ kind: 'live', count: 3, asOf: now })
    expect(joinedStatus([without])).toMatchObject({ kind: 'behind', why: 'credential' })
  })
})

describe('a list that may no longer be read', () => {
  const failed = (error: ErrorInfo, count: number) =>
    scopeStatus({ ...liveSync(preview, count, now), phase: 'failed', error })

  test('names the service’s reason and the code of the permission', () => {
    const permissions = { 'api:view': 'Only auditors see keys.' }
    const error = { code: 'forbidden', permission: 'api:view', environment: null } as const
    const words = bannerWords(failed(error, 2), profileOf({ permissions }), now, 'UTC')
    expect(words?.text).toMatch(/^Only auditors see keys\. .*api:view/)
    expect(bannerWords(failed(error, 2), profileOf(), now)?.text).toMatch(/api:view.*administrator/)
  })
  test('stays readable after the plan was changed, and says so', () => {
    const plan = {
      name: 'Free',
      needed: 'Pro',
      title: 'Upgrade required',
      upgrade: 'Upgrade first.',
    }
    const error = { code: 'plan-required', effect: 'list' } as const
    expect(bannerWords(failed(error, 12), profileOf({ plan }), now, 'UTC')).toEqual({
      title: 'Upgrade required',
      text: 'Upgrade first. Your plan is Free; this needs Pro. Showing this list as of 10:00.',
    })
  })
})

test('words of a service that are too long, or hide something, push nothing out of sight', () => {
  const long = `\u202e${'Disable '.repeat(40)}`
  const profile = profileOf({
    effects: [ruleOf('suspend')],
    words: { suspend: wordsOf(long, long, { title: long, confirm: long }) },
    states: { suspended: long },
    kinds: { key: kindOf({ title: long, columns: [{ id: 'name', label: long }] }) },
  })
  const { label, done, title, confirm } = wordsFor('suspend', profile)
  const column = keyColumns({ kind: 'key', profile })[0]?.label
  const list = kindText('key', profile).title
  for (const text of [label, done, title, confirm, stateWord('suspended', profile), column, list])
    expect(text).toMatch(/^\\u202eDisable .{1,80}…$/)
  expect(actionsWidth('key', profile)).toBeLessThan(320)
})

test('a list and its empty state have the service’s words, or ours', () => {
  const own = profileOf({ kinds: { key: kindOf({ title: 'Access', emptyTitle: 'No key here.' }) } })
  expect(kindText('key', own).title).toBe('Access')
  expect(kindText('key', own).emptyTitle('Preview')).toBe('No key here.')
  expect(kindText('system', own).title).toBe('Systems')
  expect(kindText('key', null).emptyTitle('Preview')).toBe('No API keys in Preview yet')
  expect(kindText('key', null).emptyTitle(null)).toBe('No API keys yet')
})

test('a service’s log is told in its words, and an action that is not known as it stands', () => {
  const profile = profileOf({ words: { suspend: wordsOf('Disable', 'Disabled') } })
  expect(actionWord('suspend', profile)).toBe('Disabled')
  expect(actionWord('resume', profile)).toBe('Restored')
  expect(actionWord('call', profile)).toBe('Called with')
  expect(actionWord('toString', profile)).toBe('toString')
})

test('a credential is tried for what may be done with it: by its permissions and by the plan', () => {
  const effects = [
    ...[ruleOf('list'), ruleOf('rotate', { missingInPlan: true })],
    ruleOf('delete', { missingPermission: 'key:delete' }),
  ]
  const said = (profile: ReturnType<typeof profileOf>) =>
    renderToStaticMarkup(createElement(Found, { profile, triedAt: 0 })).replaceAll(/<[^>]*>/g, '')
  expect(said(profileOf({ effects }))).toMatch(
    /You may: View\..*Rotate: not in the plan.*Delete: lacks key:delete/,
  )
  const none = effects.map(rule => ({ ...rule, missingPermission: 'x' }))
  expect(said(profileOf({ effects: none }))).toContain('may do nothing here')
})
