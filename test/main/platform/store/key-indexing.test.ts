import { copyFileSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { OpenBackend } from '../../../../src/main/platform/store/backend.ts'
import { openDatabase } from '../../../../src/main/platform/store/open-database.ts'
import { candidatesOf } from '../../../../src/main/platform/store/text-index.ts'
import type { KeyRow, KeysWindow } from '../../../../src/shared/contract/keys.ts'
import type { KeyRecord } from '../../../../src/shared/domain/key.ts'
import { connection, freshFile, fullState, inside, key, opened, query } from './samples.ts'

const stored = connection()
const scope = { connection: stored.id, environment: 'preview' } as const

const many = (count: number): readonly KeyRecord[] =>
  Array.from({ length: count }, (_, index) =>
    key(`k${index}`, {
      name: `web ${index % 7}`,
      createdAt: index,
      createdBy: `admin${index % 3}`,
    }),
  )

const read = (backend: OpenBackend, keys: readonly KeyRecord[]) => {
  const sync = backend.run('keys.begin', [scope])
  backend.run('keys.page', [scope, sync, keys])
  backend.run('keys.finish', [scope, sync, fullState])
}

const found = (backend: OpenBackend, change: Partial<KeysWindow>): readonly string[] => {
  const window = backend.run('keys.window', [query(scope, change)])
  return (window as { readonly rows: readonly KeyRow[] }).rows.map(({ id }) => id)
}

const indexAll = (backend: OpenBackend): number => {
  let steps = 0
  while (backend.index()) steps += 1
  return steps
}

const indexed = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true })
  const { sorted, searched } = database.prepare('SELECT sorted, searched FROM indexing').get() ?? {}
  const count = (sql: string) => Number(database.prepare(sql).get()?.count)
  const flagged = count('SELECT count(*) AS count FROM keys WHERE indexed = 1')
  const withText = count('SELECT count(*) AS count FROM search')
  database.close()
  return { sorted, searched, flagged, withText }
}

test('many new rows are listed at once and indexed afterwards; few are indexed as they come', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(2000))
    expect(found(backend, { search: 'k1234' })).toEqual(['k1234'])
  })
  expect(indexed(file)).toEqual({ sorted: 0, searched: 0, flagged: 2000, withText: 0 })
  inside(file, backend => {
    expect(indexAll(backend)).toBe(17)
    backend.run('keys.put', [scope, key('new')])
    expect(backend.index()).toBe(false)
    expect(found(backend, { search: 'new' })).toEqual(['new'])
  })
  expect(indexed(file)).toEqual({ sorted: 2001, searched: 2001, flagged: 2001, withText: 2001 })
})

test('a list that went before its indexes were made leaves none for a key that comes alone', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(2000))
    read(backend, [])
    backend.run('keys.put', [scope, key('alone')])
    expect(found(backend, {})).toEqual(['alone'])
    indexAll(backend)
    expect(found(backend, { search: 'alone' })).toEqual(['alone'])
  })
  expect(indexed(file)).toEqual({ sorted: 1, searched: 1, flagged: 1, withText: 1 })
})

test('few rows after many are added to the indexes, many have them made anew', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(2000))
    indexAll(backend)
    read(backend, many(3000))
    indexAll(backend)
    read(backend, many(9000))
    for (let steps = 0; backend.index(); steps += 1) {
      if (steps % 10 === 0) expect(found(backend, { search: 'web 3', limit: 3 })).toHaveLength(3)
    }
    expect(found(backend, { search: 'k8999' })).toEqual(['k8999'])
  })
  expect(indexed(file)).toEqual({ sorted: 9000, searched: 9000, flagged: 9000, withText: 9000 })
})

test('few rows that come while the indexes are made anew wait for them, and do not have them begun again', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(2000))
    // The text of 2000 rows, which came in flagged, and three of eight indexes.
    for (let step = 0; step < 8 + 3; step += 1) backend.index()
    read(backend, many(2600))
    expect(found(backend, { search: 'k2599' })).toEqual(['k2599'])
    // The text of 600, five indexes, their end, and 600 rows added to them.
    expect(indexAll(backend)).toBe(3 + 5 + 1 + 3)
    expect(found(backend, { search: 'k2599' })).toEqual(['k2599'])
  })
  expect(indexed(file)).toEqual({ sorted: 2600, searched: 2600, flagged: 2600, withText: 2600 })
})

test('an index that was cut off is gone on with after the next start', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(2000))
    for (let step = 0; step < 3; step += 1) backend.index()
  })
  expect(indexed(file)).toMatchObject({ searched: 750, withText: 750, sorted: 0 })
  inside(file, backend => expect(indexAll(backend)).toBe(14))
  expect(indexed(file)).toMatchObject({ searched: 2000, withText: 2000, sorted: 2000 })
})

test('the thread of the store indexes by itself while nobody asks', async () => {
  const walSize = (file: string) => statSync(`${file}-wal`).size
  const still = freshFile()
  const without = inside(still, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(2000))
    return walSize(still)
  })
  const file = freshFile()
  const store = await opened(file)
  await store.connections.put(stored)
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, many(2000))
  await expect.poll(() => walSize(file), { timeout: 30_000 }).toBeGreaterThan(without + 200_000)
})

test('what was counted before a session is not believed after one that was cut off', () => {
  const file = freshFile()
  const cutOff = join(dirname(file), 'cut off', 'claviger.db')
  const count = (backend: OpenBackend) => backend.run('keys.state', [scope])
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(10))
    expect(count(backend)).toMatchObject({ count: 10 })
  })
  inside(file, backend => {
    expect(count(backend)).toMatchObject({ count: 10 })
    backend.run('keys.put', [scope, key('new')])
    backend.run('keys.delete', [{ ...scope, key: 'k1' }])
    backend.run('keys.delete', [{ ...scope, key: 'k2' }])
    mkdirSync(dirname(cutOff))
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, cutOff + suffix)
  })
  for (const each of [file, cutOff]) {
    inside(each, backend => expect(count(backend)).toMatchObject({ count: 9 }))
  }
})

test('a text of one or two characters is found at the very end of what is searched', () => {
  inside(freshFile(), backend => {
    backend.run('connections.put', [stored])
    const last = key('\u{10ffff}', { name: '§\u{10ffff}\u{10ffff}' })
    read(backend, [...many(1500), key('x-ŋđ', { name: 'last' }), key('x-ŋ', { name: 'one' }), last])
    indexAll(backend)
    expect(found(backend, { search: '§' })).toEqual([last.id])
    expect(found(backend, { search: 'ŋđ' })).toEqual(['x-ŋđ'])
    expect(found(backend, { search: 'đ' })).toEqual(['x-ŋđ'])
    expect(found(backend, { search: 'ŋ' })).toEqual(['x-ŋđ', 'x-ŋ'])
  })
})

test('an order that is remembered is forgotten with the first key that changes, comes or goes', () => {
  inside(freshFile(), backend => {
    backend.run('connections.put', [stored])
    read(backend, [...many(1500), key('a', { name: 'special' }), key('b', { name: 'special' })])
    indexAll(backend)
    expect(found(backend, { search: 'special' })).toEqual(['a', 'b'])
    backend.run('keys.put', [scope, key('a', { name: 'special now' })])
    expect(found(backend, { search: 'special' })).toEqual(['b', 'a'])
    backend.run('keys.delete', [{ ...scope, key: 'b' }])
    expect(found(backend, { search: 'special' })).toEqual(['a'])
    backend.run('keys.put', [scope, key('c', { name: 'special' })])
    expect(found(backend, { search: 'special' })).toEqual(['c', 'a'])
  })
})

test('what a text index knew of rows that went is found no more when others have their numbers', () => {
  inside(freshFile(), backend => {
    backend.run('connections.put', [stored])
    read(backend, many(1500))
    indexAll(backend)
    read(backend, many(1490))
    expect(found(backend, { search: 'k1495' })).toEqual([])
    read(backend, [...many(1490), ...many(1500).map(one => ({ ...one, id: `n${one.id}` }))])
    expect(found(backend, { search: 'nk1495' })).toEqual(['nk1495'])
    expect(found(backend, { search: 'k1495' })).toEqual(['nk1495'])
    indexAll(backend)
    expect(found(backend, { search: 'k1495' })).toEqual(['nk1495'])
    backend.run('connections.delete', [stored.id])
    backend.run('connections.put', [stored])
    read(
      backend,
      many(1500).map(one => ({ ...one, id: `m${one.id}` })),
    )
    indexAll(backend)
    expect(found(backend, { search: 'k1495' })).toEqual(['mk1495'])
  })
})

test('a key that has the number of one that went within the same page of changes is listed and found', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(1500))
    indexAll(backend)
    const renamed = { kind: 'upsert', key: key('k1499', { name: 'changed first' }) }
    const gone = { kind: 'delete', id: 'k1499', at: 1 }
    const upserts = many(600).map(one => ({
      kind: 'upsert',
      key: { ...one, id: `n${one.id}`, name: 'zzz', createdAt: null },
    }))
    backend.run('keys.apply', [scope, [renamed, gone, ...upserts], fullState])
    for (const _ of ['not indexed', 'indexed']) {
      expect(found(backend, { search: 'nk0' })).toEqual(['nk0'])
      expect(found(backend, { search: 'changed first' })).toEqual([])
      expect(found(backend, { offset: 1499, limit: 1 })).toEqual(['nk0'])
      indexAll(backend)
    }
  })
  expect(indexed(file)).toEqual({ sorted: 2099, searched: 2099, flagged: 2099, withText: 2099 })
})

test('short texts are found though what was not committed when the first was looked for was taken back', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(1500))
    indexAll(backend)
  })
  const { database } = openDatabase(file)
  const candidates = () => candidatesOf(database, 'k9', 1500)
  database.exec('BEGIN')
  const expected = candidates()
  expect(expected).not.toBeNull()
  database.exec('ROLLBACK')
  expect(candidates()).toEqual(expected)
  database.close()
})

test('where SQLite has no text index every search walks, and it is made as soon as it can be', () => {
  const file = freshFile()
  inside(file, backend => {
    backend.run('connections.put', [stored])
    read(backend, many(1500))
    indexAll(backend)
  })
  const database = new DatabaseSync(file)
  database.exec('DROP TABLE search')
  database.close()
  inside(file, backend => {
    expect(found(backend, { search: 'k1234' })).toEqual(['k1234'])
    indexAll(backend)
    expect(found(backend, { search: 'k1234' })).toEqual(['k1234'])
  })
  expect(indexed(file)).toMatchObject({ searched: 1500, withText: 1500 })
})

test('owners are answered by name with their counts, in an index and out of it', () => {
  inside(freshFile(), backend => {
    const owners = (part: string) => backend.run('keys.owners', [{ scope, kind: null, part }])
    const each = (names: readonly string[]) => names.map(owner => ({ owner, count: 500 }))
    backend.run('connections.put', [stored])
    const others = ['Zoë', 'ZOË', 'ADMIN0', null]
    read(backend, [
      ...many(1500),
      ...others.map(createdBy => key(`by ${createdBy}`, { createdBy })),
    ])
    for (const _ of ['not indexed', 'indexed']) {
      expect(owners('')).toEqual([
        { owner: 'admin0', count: 501 },
        ...each(['admin1', 'admin2']),
        { owner: 'ZOË', count: 1 },
        { owner: 'Zoë', count: 1 },
      ])
      expect(owners('ADMIN1')).toEqual(each(['admin1']))
      expect(owners('zoë')).toHaveLength(2)
      expect(owners('nobody')).toEqual([])
      indexAll(backend)
    }
  })
})
