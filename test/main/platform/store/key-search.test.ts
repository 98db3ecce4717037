import { expect, test } from 'vitest'
import { type OpenBackend, openBackend } from '../../../../src/main/platform/store/backend.ts'
import { foldText, orderOf } from '../../../../src/main/platform/store/key-rows.ts'
import {
  type KeyCounts,
  type KeyRow,
  type KeysWindow,
  sortColumns,
} from '../../../../src/shared/contract/keys.ts'
import { environments } from '../../../../src/shared/domain/environment.ts'
import { type KeyRecord, keyStates, type Scope } from '../../../../src/shared/domain/key.ts'
import { foldName } from '../../../../src/shared/domain/name.ts'
import { connection, freshFile, fullState, key, query } from './samples.ts'

const now = Date.parse('2026-11-21T09:00:00Z')
const day = 86_400_000

/** Numbers from 0 to below `most`, the same ones for the same seed. */
const chance = (seed: number) => {
  let state = seed
  return (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

const words = [
  'billing',
  'Über',
  'ﬁne',
  'aaa',
  'zq',
  '"quoted"',
  'a b',
  '🚀x',
  'NOT',
  '%_',
  'ß',
  'İ',
]
const owners = ['Alice', 'alice', 'Bob', 'Zoë', null]

const randomKey = (next: (most: number) => number, id: string): KeyRecord =>
  key(id, {
    kind: next(6) === 0 ? 'system' : 'key',
    name: `${words[next(words.length)]} ${words[next(words.length)]}`,
    mask: next(3) ? `clv…${next(40)}` : null,
    description: next(3) ? null : `${words[next(words.length)]}\n${next(9)}`,
    state: keyStates[next(keyStates.length)] ?? 'unknown',
    createdAt: next(8) ? next(50) : null,
    createdBy: owners[next(owners.length)] ?? null,
    updatedAt: next(3) ? next(30) : null,
    lastUsedAt: next(2) ? next(30) : null,
    usageCount: next(4) ? next(3) : null,
    expiresAt: next(2) ? now + (next(80) - 20) * day : null,
  })

type Listed = { readonly row: number; readonly scope: Scope; readonly key: KeyRecord }

const shownState = ({ state, expiresAt }: KeyRecord) =>
  (state === 'active' || state === 'suspended') && expiresAt !== null && expiresAt <= now
    ? 'expired'
    : state

const haystack = ({ name, mask, description, createdBy, id }: KeyRecord) =>
  foldText([name, mask, description, createdBy, id].filter(text => text !== null).join('\n'))

const within = (days: number, { expiresAt }: KeyRecord) =>
  expiresAt !== null && expiresAt > now && expiresAt <= now + days * day

const spanHolds = (record: KeyRecord, span: KeysWindow['expiry']) =>
  span === 'never' ? record.expiresAt === null : within(span === 'week' ? 7 : 30, record)

const plain = (text: string | null) =>
  text?.replace(/[A-Z]/g, letter => letter.toLowerCase()) ?? null

const holds = {
  search: ({ key }: Listed, { search }: KeysWindow) =>
    haystack(key).includes(foldText(search).trim()),
  kind: ({ key }: Listed, { kind }: KeysWindow) => kind === null || key.kind === kind,
  scope: ({ scope }: Listed, { scope: asked }: KeysWindow) =>
    asked === null ||
    (asked.connection === scope.connection &&
      (asked.environment === null || asked.environment === scope.environment)),
  owner: ({ key }: Listed, { owner }: KeysWindow) =>
    owner === undefined || plain(key.createdBy) === plain(owner),
  states: ({ key }: Listed, { states }: KeysWindow) => states?.includes(shownState(key)) ?? true,
  environment: ({ scope }: Listed, { environment }: KeysWindow) =>
    environment === undefined || scope.environment === environment,
  expiry: ({ key }: Listed, { expiry }: KeysWindow) =>
    expiry === undefined || spanHolds(key, expiry),
  neverUsed: ({ key }: Listed, { neverUsed }: KeysWindow) => !neverUsed || key.usageCount === 0,
}

const matching = (
  all: readonly Listed[],
  asked: KeysWindow,
  but: keyof typeof holds | null = null,
) =>
  all.filter(one => Object.entries(holds).every(([name, test]) => name === but || test(one, asked)))

type Value = string | number | null

/** By the bytes of UTF-8, as SQLite compares text. */
const compared = (one: Value, other: Value): number =>
  typeof one === 'string' && typeof other === 'string'
    ? Buffer.compare(Buffer.from(one), Buffer.from(other))
    : Number(one) - Number(other)

const valuesOf = ({ key }: Listed, column: KeysWindow['sort']['column']): readonly Value[] => {
  if (column === 'name') return [orderOf(foldName(key.name))]
  if (column === 'state') return [shownState(key), key.expiresAt]
  return [column === 'createdBy' ? plain(key.createdBy) : key[column]]
}

const ordered = (all: readonly Listed[], { column, descending }: KeysWindow['sort']) =>
  all.toSorted((one, other) => {
    const others = valuesOf(other, column)
    for (const [at, value] of valuesOf(one, column).entries()) {
      const than = others[at] ?? null
      if (value === null || than === null) {
        if (value !== than) return value === null ? 1 : -1
      } else if (compared(value, than) !== 0) {
        return descending ? compared(than, value) : compared(value, than)
      }
    }
    return descending ? other.row - one.row : one.row - other.row
  })

const countsOf = (all: readonly Listed[], asked: KeysWindow): KeyCounts => {
  const total = (rows: readonly Listed[], test: (one: Listed) => boolean) =>
    rows.filter(test).length
  const byState = matching(all, asked, 'states')
  const byPlace = matching(all, asked, 'environment')
  const byExpiry = matching(all, asked, 'expiry')
  const spans = ['week', 'month', 'never'] as const
  const recordOf = <Name extends string>(names: readonly Name[], of: (name: Name) => number) =>
    Object.fromEntries(names.map(name => [name, of(name)])) as Record<Name, number>
  return {
    total: matching(all, asked).length,
    states: recordOf(keyStates, state => total(byState, one => shownState(one.key) === state)),
    environments: recordOf(environments, place =>
      total(byPlace, one => one.scope.environment === place),
    ),
    expiry: recordOf(spans, span => total(byExpiry, one => spanHolds(one.key, span))),
    neverUsed: total(matching(all, asked, 'neverUsed'), one => one.key.usageCount === 0),
  }
}

const first = connection()
const second = connection()
const scopes: readonly Scope[] = [
  { connection: first.id, environment: 'preview' },
  { connection: first.id, environment: 'production' },
  { connection: second.id, environment: 'preview' },
]

type Window = {
  readonly rows: readonly KeyRow[]
  readonly total: number
  readonly counted: boolean
  readonly unfiltered: number
}

const searches = [
  '',
  '',
  'a',
  'zq',
  'aa',
  'aaaa',
  'bill',
  'ing ü',
  '"',
  'quoted" n',
  '🚀',
  '%_',
  'ss',
  'nowhere',
  'fi',
  'b\n',
  'i̇',
  'k1',
  'k12',
]

const randomQuery = (next: (most: number) => number): KeysWindow => {
  const of = <T>(choices: readonly T[]): T => choices[next(choices.length)] as T
  const place = of([null, { connection: first.id, environment: null }, ...scopes])
  return query(place, {
    kind: of([null, 'key', 'system']),
    search: of(searches),
    states: of([null, null, ['active'], ['expired', 'revoked'], []]),
    sort: { column: of(sortColumns), descending: next(2) === 0 },
    ...of([{}, {}, { environment: 'preview' as const }]),
    ...of([
      {},
      {},
      { expiry: 'week' as const },
      { expiry: 'month' as const },
      { expiry: 'never' as const },
    ]),
    ...of([{}, {}, { neverUsed: true }]),
    ...of([{}, {}, { owner: 'ALICE' }, { owner: 'Zoë' }]),
    offset: of([0, 0, 3, 40, 700]),
    limit: of([1, 20, 200]),
  })
}

const expectAll = (
  backend: OpenBackend,
  all: readonly Listed[],
  next: (most: number) => number,
) => {
  const asked = randomQuery(next)
  const list = ordered(matching(all, asked), asked.sort)
  const told = JSON.stringify(asked)
  for (const again of [false, true]) {
    const window = backend.run('keys.window', [asked], now) as Window
    const ids = window.rows.map(row => [row.connection, row.environment, row.id, row.state])
    const rows = list.slice(asked.offset, asked.offset + asked.limit)
    const expected = rows.map(({ scope, key }) => [
      ...[scope.connection, scope.environment, key.id, shownState(key)],
    ])
    expect(ids, told).toEqual(expected)
    if (window.counted || again) expect(window.total, told).toBe(list.length)
    else expect(window.total, told).toBeLessThanOrEqual(list.length)
    const everywhere = matching(all, { ...query(asked.scope), kind: asked.kind })
    expect(window.unfiltered, told).toBe(everywhere.length)
    if (!again) expect(backend.run('keys.counts', [asked], now), told).toEqual(countsOf(all, asked))
  }
}

for (const seed of [1, 2]) {
  test(`what is found, counted and in which order is what a plain search finds, at any stage of the indexes (${seed})`, () => {
    const next = chance(seed)
    const backend = openBackend(freshFile())
    const rows = new Map<string, Listed>()
    let newest = 0
    const note = (scope: Scope, record: KeyRecord) => {
      const name = `${JSON.stringify(scope)} ${record.id}`
      rows.set(name, { row: rows.get(name)?.row ?? ++newest, scope, key: record })
    }
    const check = (times: number) => {
      for (let index = 0; index < times; index += 1) expectAll(backend, [...rows.values()], next)
    }
    try {
      for (const one of [first, second]) backend.run('connections.put', [one], now)
      for (const [at, scope] of scopes.entries()) {
        const page = Array.from({ length: 1400 }, (_, index) => randomKey(next, `k${index}`))
        const sync = backend.run('keys.begin', [scope], now)
        for (const from of [0, 600]) {
          const part = page.slice(from, from === 0 ? 600 : undefined)
          backend.run('keys.page', [scope, sync, part], now)
          for (const record of part) note(scope, record)
          check(3)
          for (let step = 0; step < at; step += 1) backend.index()
          check(3)
        }
        backend.run('keys.finish', [scope, sync, fullState], now)
        for (let change = 0; change < 20; change += 1) {
          const record = randomKey(next, `k${next(1500)}`)
          backend.run('keys.put', [scope, record], now)
          note(scope, record)
          const gone = `k${next(1500)}`
          backend.run('keys.delete', [{ ...scope, key: gone }], now)
          rows.delete(`${JSON.stringify(scope)} ${gone}`)
        }
        check(6)
      }
      for (let step = 0; backend.index(); step += 1) if (step % 6 === 0) check(2)
      check(40)
    } finally {
      backend.close()
    }
  }, 120_000)
}
