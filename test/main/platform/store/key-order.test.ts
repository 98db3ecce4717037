import { expect, test } from 'vitest'
import { environments } from '../../../../src/shared/domain/environment.ts'
import { connection, freshFile, inside, key, query } from './samples.ts'

test('keys of more connections than SQLite merges are one list all the same', () => {
  inside(freshFile(), backend => {
    const connections = Array.from({ length: 126 }, (_, index) => connection({ name: `c${index}` }))
    for (const one of connections) {
      backend.run('connections.put', [one])
      for (const environment of environments) {
        const scope = { connection: one.id, environment }
        backend.run('keys.put', [scope, key('a')])
      }
    }
    const sorts = [
      { column: 'name', descending: true },
      { column: 'createdAt', descending: false },
      { column: 'state', descending: true },
    ] as const
    for (const sort of sorts) {
      for (const change of [{}, { search: 'key a' }, { neverUsed: true }, { owner: 'admin' }]) {
        const asked = query(null, { sort, limit: 50, offset: 100, ...change })
        const { rows } = backend.run('keys.window', [asked]) as { rows: readonly unknown[] }
        expect(rows, JSON.stringify(asked)).toHaveLength(50)
      }
    }
    expect(backend.run('keys.counts', [query(null)])).toMatchObject({ total: 252, neverUsed: 252 })
    const owners = backend.run('keys.owners', [{ scope: null, kind: null, part: '' }])
    expect(owners).toEqual([{ owner: 'admin', count: 252 }])
  })
})
