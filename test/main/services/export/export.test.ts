import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { createExport } from '../../../../src/main/services/export/index.ts'
import { partsOf } from '../../../../src/main/services/export/key-list.ts'
import type { ChooseFile, Store } from '../../../../src/main/services/ports.ts'
import type { KeyRow, KeysQuery } from '../../../../src/shared/contract/keys.ts'
import type { Scope } from '../../../../src/shared/domain/key.ts'
import { fakeClock } from '../../../fakes.ts'
import { connection, freshFile, key, opened } from '../../platform/store/samples.ts'
import { readAll, rowOf } from './lists.ts'

const clock = fakeClock()
let store: Store
let scope: Scope
const asOf = Date.parse('2026-11-21T08:59:00Z')

const fill = async (at: Scope, records: readonly ReturnType<typeof key>[]) => {
  const sync = await store.keys.begin(at)
  await store.keys.page(at, sync, records)
  await store.keys.finish(at, sync, { asOf, complete: true, cursor: null, total: null })
}

beforeEach(async () => {
  store = await opened(freshFile(), undefined, clock.now)
  const billing = connection({ name: 'Billing / EU' })
  await store.connections.put(billing)
  scope = { connection: billing.id, environment: 'production' }
  await fill(
    scope,
    Array.from({ length: 1203 }, (_, index) =>
      key(String(index).padStart(4, '0'), { state: index % 2 === 0 ? 'active' : 'revoked' }),
    ),
  )
})

const everything: KeysQuery = {
  ...{ scope: null, kind: null, search: '', states: null },
  sort: { column: 'name', descending: false },
}

/** A folder with one file in it: what was written there last, and how often it was begun. */
const disk = () => {
  let text: string | null = null
  let writes = 0
  const asked: string[] = []
  const chooseFile: ChooseFile = async ({ name }) => {
    asked.push(name)
    return {
      name: 'chosen',
      write: async content => {
        writes++
        text = await readAll(content)
      },
    }
  }
  return { chooseFile, asked, written: () => text, writes: () => writes }
}

const exportWith = (chooseFile: ChooseFile, over = store) =>
  createExport({ store: over, clock, chooseFile, version: '0.1.0' })

const keysIn = (text: string | null): readonly { readonly id: string }[] =>
  JSON.parse(text ?? '').keys

describe('exporting the list', () => {
  it('writes every key once, in the order of the list, and says how many and as of when', async () => {
    const { chooseFile, written, asked } = disk()
    const query = { ...everything, scope, sort: { column: 'name', descending: true } } as const
    const saved = await exportWith(chooseFile)({ ...query, format: 'json' })
    expect(saved).toEqual({ file: 'chosen', count: 1203, withheld: 0, asOf })
    expect(keysIn(written()).map(({ id }) => id)).toEqual(
      Array.from({ length: 1203 }, (_, index) => String(1202 - index).padStart(4, '0')),
    )
    expect(JSON.parse(written() ?? '').lists).toEqual([
      expect.objectContaining({ environment: 'production', asOf: '2026-11-21T08:59:00.000Z' }),
    ])
    expect(asked).toEqual(['Claviger keys Billing EU production 2026-11-21.json'])
  })

  it('heeds the filter', async () => {
    const { chooseFile, written } = disk()
    const query: KeysQuery = { ...everything, search: 'key 00', states: ['active'] }
    const saved = await exportWith(chooseFile)({ ...query, format: 'json' })
    expect(saved?.count).toBe(50)
    expect(keysIn(written())).toHaveLength(50)
  })

  it('writes all keys of a list that is not counted yet', async () => {
    const { chooseFile, written } = disk()
    let overtaken = 2
    const over: Store = {
      ...store,
      keys: {
        ...store.keys,
        window: async query => {
          const window = await store.keys.window(query)
          return { ...window, total: Math.min(window.total, 7), counted: false }
        },
        // The page asked for the counts of another list meanwhile.
        counts: async query => (overtaken-- > 0 ? null : store.keys.counts(query)),
      },
    }
    const both = { connection: scope.connection, environment: null }
    const query = { ...everything, scope: both, environment: 'production' } as const
    const saved = await exportWith(chooseFile, over)({ ...query, format: 'json' })
    expect(saved?.count).toBe(1203)
    expect(keysIn(written())).toHaveLength(1203)
    const { filter, count, lists } = JSON.parse(written() ?? '')
    expect(count).toBe(1203)
    expect(filter).toMatchObject({ environment: 'production', expiry: null, neverUsed: false })
    // Of the other environment nothing is in the file.
    expect(lists).toHaveLength(1)
  })

  it('says of lists of which one was never read that nobody knows as of when they are', async () => {
    const { chooseFile } = disk()
    expect(await exportWith(chooseFile)({ ...everything, format: 'csv' })).toMatchObject({
      asOf: null,
      count: 1203,
    })
  })

  it('writes nothing when no file was chosen', async () => {
    expect(await exportWith(async () => null)({ ...everything, format: 'csv' })).toBeNull()
  })

  it('writes the list again when it changed meanwhile', async () => {
    const { chooseFile, written, writes } = disk()
    let left = 1
    const over: Store = {
      ...store,
      keys: {
        ...store.keys,
        window: async query => {
          // Somebody renames a key between the windows: it would stand in both, and the one after the first in none.
          if (query.offset === 1000 && left-- > 0)
            await store.keys.put(scope, key('0005', { name: 'Zebra' }))
          return store.keys.window(query)
        },
      },
    }
    const saved = await exportWith(chooseFile, over)({ ...everything, scope, format: 'json' })
    expect(saved?.count).toBe(1203)
    expect(new Set(keysIn(written()).map(({ id }) => id)).size).toBe(1203)
    expect(writes()).toBe(2)
  })

  it('goes on when a service only said that nothing had changed', async () => {
    const { chooseFile, writes } = disk()
    const state = { asOf, complete: true, cursor: 'c2', total: null }
    const over: Store = {
      ...store,
      keys: {
        ...store.keys,
        window: async query => {
          await store.keys.apply(scope, [], { ...state, asOf: asOf + query.offset })
          return store.keys.window(query)
        },
      },
    }
    const saved = await exportWith(chooseFile, over)({ ...everything, scope, format: 'json' })
    expect(saved?.count).toBe(1203)
    expect(writes()).toBe(1)
  })

  it('writes nothing of a list that never stands still', async () => {
    const { chooseFile, written } = disk()
    const over: Store = {
      ...store,
      keys: {
        ...store.keys,
        window: async query => {
          if (query.limit > 1) await store.keys.put(scope, key(randomUUID()))
          return store.keys.window(query)
        },
      },
    }
    const exported = exportWith(chooseFile, over)({ ...everything, scope, format: 'csv' })
    await expect(exported).rejects.toMatchObject({ info: { code: 'file', cause: 'changed' } })
    expect(written()).toBeNull()
  })

  it('has no secret that somebody took for a name', async () => {
    const held = secret(`hunter2-${randomUUID()}`)
    const shown = key('0001', {
      ...{ name: held.expose(), description: `was ${held.expose()}` },
      ...{ createdBy: `robot of ${held.expose()}`, mask: 'sk-…3456' },
    })
    await store.keys.put(scope, shown)
    const unknown = 'sk-ant-api03-AbCd1234EfGh5678IjKl9012MnOp3456'
    await store.keys.put(scope, key('0002', { name: `it is ${unknown}` }))
    for (const format of ['csv', 'json'] as const) {
      const { chooseFile, written } = disk()
      const search = `0 ${unknown}`
      expect(await exportWith(chooseFile)({ ...everything, scope, search, format })).toMatchObject({
        count: 0,
      })
      expect(written()).not.toContain('AbCd1234')
      const saved = await exportWith(chooseFile)({ ...everything, scope, format })
      expect(saved).toMatchObject({ count: 1203, withheld: 2 })
      expect(written()).not.toContain(held.expose())
      expect(written()).not.toContain('AbCd1234')
      expect(written()).toContain('[secret]')
      expect(written()).toContain('sk-…3456')
      if (format === 'json') expect(JSON.parse(written() ?? '').withheld).toBe(2)
    }
  })

  it('has the ids of people and keys as they are, though they have the form of a key', async () => {
    const ids = { id: 'key_2cGKbMxRyIzhCxo1Idjz8q7N', createdBy: 'user_01WCz1FkmYMm4gnmykNKUu3Q' }
    await store.keys.put(scope, key(ids.id, { ...ids, name: 'of a robot' }))
    const { chooseFile, written } = disk()
    const saved = await exportWith(chooseFile)({ ...everything, scope, format: 'json' })
    expect(saved?.withheld).toBe(0)
    expect(JSON.parse(written() ?? '').keys).toContainEqual(expect.objectContaining(ids))
  })

  it('formats few keys at once where their texts are long', () => {
    const sizes = (rows: readonly KeyRow[]) => partsOf(rows).map(part => part.length)
    const long = 'x'.repeat(20_000)
    expect(sizes(Array.from({ length: 250 }, () => rowOf()))).toEqual([100, 100, 50])
    expect(sizes(Array.from({ length: 5 }, () => rowOf({ description: long })))).toEqual([2, 2, 1])
    expect(sizes([rowOf({ name: long.repeat(5) }), rowOf(), rowOf()])).toEqual([1, 2])
  })
})
