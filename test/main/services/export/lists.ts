import type { KeyList } from '../../../../src/main/services/export/key-list.ts'
import type { KeyRow } from '../../../../src/shared/contract/keys.ts'

export const connection = '00000000-0000-4000-8000-000000000001'

export const rowOf = (change: Partial<KeyRow> = {}): KeyRow => ({
  ...{ connection, environment: 'production', id: 'k1', kind: 'key', name: 'checkout' },
  ...{ mask: 'clv_…fede', description: 'pays', state: 'active', createdBy: 'ann' },
  ...{ createdAt: 0, updatedAt: null, lastUsedAt: null, usageCount: null, expiresAt: null },
  ...{ previousUntil: null, version: '"v1"' },
  ...change,
})

export const listOf = (rows: readonly KeyRow[]): KeyList => ({
  query: {
    ...{ scope: null, kind: null, search: '', states: null },
    sort: { column: 'name', descending: false },
  },
  scopes: [
    {
      ...{ connection, connectionName: 'Billing', service: 'https://keys.example.com' },
      ...{ environment: 'production', asOf: Date.UTC(2026, 10, 21, 10), complete: true },
    },
  ],
  total: rows.length,
  windows: (async function* () {
    for (const row of rows) yield [row]
  })(),
  withheld: () => 0,
})

export const readAll = async (content: AsyncIterable<string>): Promise<string> => {
  let text = ''
  for await (const chunk of content) text += chunk
  return text
}
