import { randomUUID } from 'node:crypto'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { putConnection } from '../../../../src/main/platform/store/connections.ts'
import { openTextIndex } from '../../../../src/main/platform/store/key-indexing.ts'
import { putRecord } from '../../../../src/main/platform/store/key-rows.ts'
import { keysWindow } from '../../../../src/main/platform/store/key-window.ts'
import { listsOf } from '../../../../src/main/platform/store/lists.ts'
import { migrate } from '../../../../src/main/platform/store/migrations.ts'
import { ensureScope } from '../../../../src/main/platform/store/scopes.ts'
import type { Store } from '../../../../src/main/services/ports.ts'
import { type KeysWindow, sortColumns } from '../../../../src/shared/contract/keys.ts'
import type { KeyKind, KeyRecord, Scope } from '../../../../src/shared/domain/key.ts'
import { foldName } from '../../../../src/shared/domain/name.ts'
import { bring, connection, freshFile, inside, key, opened, query, withScope } from './samples.ts'

const named = (names: readonly string[]): readonly KeyRecord[] =>
  names.map((name, index) => key(`k${index}`, { name }))

const withKeys = async (
  keys: readonly KeyRecord[],
): Promise<{ readonly store: Store; readonly scope: Scope }> => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  await bring(store, scope, keys)
  return { store, scope }
}

test('search finds text in any case and form, and takes every character as it stands', async () => {
  const names = [
    'Über-Schlüssel',
    '100% sure',
    '100 sure',
    'under_score',
    'underXscore',
    'back\\slash',
    'rocket 🚀 launch',
    'مفتاح الإنتاج',
    'ＦＵＬＬ width',
    "it's; DROP TABLE keys --",
    '<b>bold</b>',
  ]
  const { store, scope } = await withKeys(named(names))
  const found = async (search: string) =>
    (await store.keys.window(query(scope, { search }))).rows.map(row => row.name)

  expect(await found('über-SCHLÜSSEL')).toEqual(['Über-Schlüssel'])
  expect(await found('u\u0308ber')).toEqual(['Über-Schlüssel'])
  expect(await found('100%')).toEqual(['100% sure'])
  expect(await found('%')).toEqual(['100% sure'])
  expect(await found('r_s')).toEqual(['under_score'])
  expect(await found('\\')).toEqual(['back\\slash'])
  expect(await found('🚀')).toEqual(['rocket 🚀 launch'])
  expect(await found('الإنتاج')).toEqual(['مفتاح الإنتاج'])
  expect(await found('full')).toEqual(['ＦＵＬＬ width'])
  expect(await found('s; drop')).toEqual(["it's; DROP TABLE keys --"])
  expect(await found('<B>')).toEqual(['<b>bold</b>'])
  expect(await found('nowhere')).toEqual([])
  expect(await found('  100% ')).toEqual(['100% sure'])
  expect(await found('   ')).toHaveLength(names.length)
})

test('search looks at name, mask, description, creator and id, and not across them', async () => {
  const { store, scope } = await withKeys([
    key('id-alpha', { name: 'one' }),
    key('2', { name: 'two', mask: 'clv_preview_beta' }),
    key('3', { name: 'three', description: 'About Gamma' }),
    key('4', { name: 'four', createdBy: 'Delta' }),
    key('5', { name: 'fi', mask: 've' }),
  ])
  const found = async (search: string) =>
    (await store.keys.window(query(scope, { search }))).rows.map(row => row.name)
  expect(await found('ALPHA')).toEqual(['one'])
  expect(await found('beta')).toEqual(['two'])
  expect(await found('gamma')).toEqual(['three'])
  expect(await found('delta')).toEqual(['four'])
  expect(await found('five')).toEqual([])
})

test('a name with a NUL is searched to its end', async () => {
  const { store, scope } = await withKeys([key('a', { name: 'before\0after' })])
  const found = await store.keys.window(query(scope, { search: 'after' }))
  expect(found.rows.map(row => row.name)).toEqual(['before\0after'])
})

test('names sort as people expect, age decides ties, both ways', async () => {
  const { store, scope } = await withKeys([
    ...named(['zebra', 'Über', 'umbrella', 'apple', 'Zoo']),
    key('t1', { name: 'same' }),
    key('t2', { name: 'Same' }),
  ])
  const sorted = async (descending: boolean) =>
    (await store.keys.window(query(scope, { sort: { column: 'name', descending } }))).rows
  const up = ['apple', 'same', 'Same', 'Über', 'umbrella', 'zebra', 'Zoo']
  expect((await sorted(false)).map(row => row.name)).toEqual(up)
  expect((await sorted(true)).map(row => row.name)).toEqual(up.toReversed())
})

test('every column sorts both ways with what is unknown last', async () => {
  const numbers = (lastUsedAt: number | null) => {
    const expiresAt = lastUsedAt === null ? null : Date.now() + 3_600_000 + lastUsedAt
    return { lastUsedAt, updatedAt: lastUsedAt, usageCount: lastUsedAt, expiresAt }
  }
  const { store, scope } = await withKeys([
    key('1', { ...numbers(30), createdAt: 1, createdBy: 'bob', mask: 'b', state: 'suspended' }),
    key('2', { ...numbers(null), createdAt: null, createdBy: null, mask: null, state: 'active' }),
    key('3', { ...numbers(10), createdAt: 3, createdBy: 'Alice', mask: 'c', state: 'revoked' }),
    key('4', { ...numbers(20), createdAt: 2, createdBy: 'carol', mask: 'a', state: 'unknown' }),
  ])
  const ids = async (column: (typeof sortColumns)[number], descending: boolean) =>
    (await store.keys.window(query(scope, { sort: { column, descending } }))).rows
      .map(row => row.id)
      .join('')
  for (const column of ['lastUsedAt', 'updatedAt', 'usageCount', 'expiresAt'] as const) {
    expect(await ids(column, false)).toBe('3412')
    expect(await ids(column, true)).toBe('1432')
  }
  expect(await ids('createdAt', false)).toBe('1432')
  expect(await ids('createdAt', true)).toBe('3412')
  expect(await ids('createdBy', false)).toBe('3142')
  expect(await ids('createdBy', true)).toBe('4132')
  expect(await ids('mask', false)).toBe('4132')
  expect(await ids('mask', true)).toBe('3142')
  expect(await ids('state', false)).toBe('2314')
  expect(await ids('state', true)).toBe('4132')
})

test('windows, laid side by side, are the list', async () => {
  const keys = Array.from({ length: 157 }, (_, index) =>
    key(`k${index}`, { name: `n${(index * 31) % 10}`, lastUsedAt: index % 3 ? index % 7 : null }),
  )
  const { store, scope } = await withKeys(keys)
  for (const column of sortColumns) {
    for (const descending of [false, true]) {
      const sort = { column, descending }
      const whole = await store.keys.window(query(scope, { sort }))
      const offsets = Array.from({ length: 16 }, (_, index) => index * 10)
      const parts = await Promise.all(
        offsets.map(offset => store.keys.window(query(scope, { sort, offset, limit: 10 }))),
      )
      expect(parts.flatMap(part => part.rows)).toEqual(whole.rows)
      expect(new Set(whole.rows.map(row => row.id)).size).toBe(157)
    }
  }
  const beyond = await store.keys.window(query(scope, { offset: 1000 }))
  expect(beyond).toEqual({ rows: [], total: 157, counted: true, unfiltered: 157 })
})

test('states and search narrow the total, not the unfiltered count; scopes stay apart', async () => {
  const store = await opened(freshFile())
  const { stored, scope } = await withScope(store)
  const production = { ...scope, environment: 'production' } as const
  const other = await withScope(store)
  await bring(store, scope, [
    key('a', { name: 'web', state: 'suspended' }),
    key('b', { name: 'web' }),
    key('c', { name: 'job' }),
  ])
  await bring(store, production, [key('a', { name: 'web prod' })])
  await bring(store, other.scope, [key('a', { name: 'web elsewhere' })])

  const narrowed = await store.keys.window(query(scope, { search: 'web', states: ['active'] }))
  expect(narrowed).toMatchObject({ total: 1, unfiltered: 3, rows: [{ id: 'b' }] })
  expect((await store.keys.window(query(scope, { states: [] }))).total).toBe(0)
  const everywhere = await store.keys.window(query(null, { search: 'web' }))
  expect(everywhere).toMatchObject({ total: 4, unfiltered: 5 })
  expect(everywhere.rows.map(row => [row.name, row.connection, row.environment])).toEqual([
    ['web', stored.id, 'preview'],
    ['web', stored.id, 'preview'],
    ['web elsewhere', other.stored.id, 'preview'],
    ['web prod', stored.id, 'production'],
  ])
  const unknown = { connection: randomUUID(), environment: 'preview' } as const
  expect(await store.keys.window(query(unknown))).toEqual({
    ...{ rows: [], total: 0, counted: true, unfiltered: 0 },
  })
  expect(await store.keys.get({ ...production, key: 'b' })).toBeNull()
})

test('equal names are counted as people see them, within their kind, without the one being named', async () => {
  const { store, scope } = await withKeys([
    ...named(['Billing', ' BILLING ', 'ｂilling', 'Billing 2']),
    key('s', { kind: 'system', name: 'billing' }),
  ])
  const same = (folded: string, kind: KeyKind, except: string | null = null) =>
    store.keys.sameName(scope, foldName(folded), kind, except)
  expect(await same('billing', 'key')).toBe(3)
  expect(await same('billing', 'key', 'k1')).toBe(2)
  expect(await same('billing', 'key', 's')).toBe(3)
  expect(await same('billing', 'system')).toBe(1)
  expect(await same('other', 'key')).toBe(0)
  const production = { ...scope, environment: 'production' } as const
  expect(await store.keys.sameName(production, foldName('billing'), 'key', null)).toBe(0)
})

test('one kind is a list of its own, and both environments of a connection one stable list', async () => {
  const store = await opened(freshFile())
  const { stored, scope } = await withScope(store)
  const production = { ...scope, environment: 'production' } as const
  const other = await withScope(store)
  const mixed = (from: number) =>
    Array.from({ length: 60 }, (_, index) =>
      key(`k${from + index}`, {
        kind: index % 3 ? 'key' : 'system',
        name: `n${index % 5}`,
        expiresAt: index % 4 ? (index % 6) + 1 : null,
        createdBy: ['Alice', 'bob', null][index % 3] ?? null,
      }),
    )
  await bring(store, scope, mixed(0))
  await bring(store, production, mixed(100))
  await bring(store, other.scope, mixed(0))

  expect(await store.keys.window(query(scope, { kind: 'system' }))).toMatchObject({
    ...{ total: 20, unfiltered: 20 },
  })
  expect(await store.keys.window(query(null, { kind: 'key' }))).toMatchObject({ total: 120 })
  const both = { connection: stored.id, environment: null }
  for (const column of sortColumns) {
    for (const descending of [false, true]) {
      for (const kind of ['key', null] as const) {
        const asked = query(both, { kind, sort: { column, descending } })
        const whole = await store.keys.window(asked)
        expect(whole.total).toBe(kind ? 80 : 120)
        const offsets = Array.from({ length: 12 }, (_, index) => index * 10)
        const parts = await Promise.all(
          offsets.map(offset => store.keys.window({ ...asked, offset, limit: 10 })),
        )
        expect(parts.flatMap(part => part.rows)).toEqual(whole.rows)
        const everywhere = await store.keys.window(query(null, { ...asked, scope: null }))
        const here = everywhere.rows.filter(row => row.connection === stored.id)
        expect(whole.rows).toEqual(here)
      }
    }
  }
})

test('rows of a rare state are found by the state, others by walking, in the same order', async () => {
  const states = ['revoked', 'suspended', 'active', 'active', 'active', 'active'] as const
  const keys = Array.from({ length: 180 }, (_, index) =>
    key(`k${index}`, { name: `n${(index * 7) % 60}`, state: states[index % 6] ?? 'unknown' }),
  )
  const { store, scope } = await withKeys(keys)
  const all = (await store.keys.window(query(scope))).rows
  for (const wanted of [['revoked'], ['active'], ['revoked', 'active'], ['absent']] as const) {
    for (const limit of [3, 200]) {
      const found = await store.keys.window(query(scope, { states: [...wanted], limit }))
      const expected = all.filter(row => wanted.some(state => state === row.state))
      expect(found).toEqual({
        ...{ rows: expected.slice(0, limit), total: expected.length },
        ...{ counted: true, unfiltered: 180 },
      })
    }
  }
})

test('beyond the end of a list of which rows are left out all of it was counted', () => {
  inside(freshFile(), backend => {
    const stored = connection()
    const scope = { connection: stored.id, environment: 'preview' } as const
    backend.run('connections.put', [stored])
    const keys = Array.from({ length: 1200 }, (_, index) => key(`k${index}`))
    backend.run('keys.page', [scope, backend.run('keys.begin', [scope]), keys])
    const beyond = query(scope, { expiry: 'never', offset: 1300, limit: 10 })
    expect(backend.run('keys.window', [beyond])).toMatchObject({ total: 1200, counted: true })
  })
})

class Recorder extends DatabaseSync {
  readonly statements: string[] = []
  override prepare(statement: string): StatementSync {
    this.statements.push(statement)
    return super.prepare(statement)
  }
}

/** A list of `count` keys in both environments, every row in every index; one in a hundred is revoked. */
const recorded = (count: number) => {
  const database = new Recorder(':memory:')
  onTestFinished(() => database.close())
  migrate(database)
  openTextIndex(database)
  const stored = connection()
  putConnection(database, stored)
  const one = { connection: stored.id, environment: 'preview' } as const
  for (const environment of ['preview', 'production'] as const) {
    const known = ensureScope(database, { ...one, environment })
    for (let index = 0; index < count; index += 1) {
      const kind = index % 2 ? 'key' : 'system'
      const state = index % 100 ? 'active' : 'revoked'
      const told = { inline: true, onChange: () => undefined, onNew: () => undefined }
      putRecord(database, known, key(`k${index}`, { kind, state, name: `web ${index}` }), told)
    }
  }
  const lists = listsOf(database)
  /** The plan of the statement that walked for the window, or gathered its rows. */
  const planOf = (asked: KeysWindow): readonly string[] => {
    database.statements.length = 0
    keysWindow(lists, asked, 0)
    const walk = database.statements.findLast(one => /^SELECT keys.row.* INDEXED BY /s.test(one))
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${walk}`).all()
    return plan.map(step => String(step.detail))
  }
  return { one, both: { connection: stored.id, environment: null }, planOf }
}

test('a window of a connection walks indexes: nothing is sorted', () => {
  const { one, both, planOf } = recorded(10)
  const parts = [
    { scope: one, kind: 'key', walks: 1 },
    { scope: one, kind: null, walks: 2 },
    { scope: both, kind: null, walks: 4 },
    { scope: null, kind: null, walks: 4 },
  ] as const
  for (const column of sortColumns.filter(column => column !== 'state')) {
    for (const descending of [false, true]) {
      for (const { scope, kind, walks } of parts) {
        for (const offset of [0, 4]) {
          const plan = planOf(query(scope, { kind, sort: { column, descending }, offset }))
          const index = new RegExp(
            `^SEARCH keys USING COVERING INDEX keysBy${column} \\(scope=\\? AND kind=\\?`,
            'i',
          )
          expect(plan.filter(step => index.test(step))).toHaveLength(walks)
          expect(plan.filter(step => /TEMP B-TREE|^SCAN/.test(step))).toEqual([])
        }
      }
    }
  }
})
