import { expect, it } from 'vitest'
import { jsonOf } from '../../../../src/main/services/export/json.ts'
import { listOf, readAll, rowOf } from './lists.ts'

const made = { at: Date.UTC(2026, 10, 21, 11), version: '0.1.0' }

it('says what it is, as of when, and gives every value as it was', async () => {
  const names = [
    'a\u202eb',
    '\ud800',
    'b\u3164\u2800\ufe0f\u{1d173}',
    'x\u2028y\r\n',
    '__proto__',
    '\u{e0041}',
    '</script>',
    '"\\',
  ]
  const rows = names.map((name, index) => rowOf({ name, id: `k${index}` }))
  const text = await readAll(jsonOf(listOf(rows), made))
  const { keys, ...head } = JSON.parse(text)
  expect(head).toEqual({
    ...{ format: 'claviger-keys', version: 1, application: '0.1.0', withheld: 0 },
    ...{ exportedAt: '2026-11-21T11:00:00.000Z', count: names.length },
    filter: {
      ...{ search: '', states: null, kind: null, environment: null },
      ...{ expiry: null, neverUsed: false, owner: null },
    },
    lists: [
      expect.objectContaining({ environment: 'production', asOf: '2026-11-21T10:00:00.000Z' }),
    ],
  })
  expect(keys.map(({ name }: { readonly name: string }) => name)).toEqual(names)
  expect(keys[0]).toMatchObject({ createdAt: '1970-01-01T00:00:00.000Z', expiresAt: null })
  // The validator is the service's, and of no use to a reader.
  expect(keys[0]).not.toHaveProperty('version')
})

it('hides nothing from who reads it in an editor, and has one line for each key', async () => {
  const text = await readAll(
    jsonOf(listOf([rowOf({ name: 'a\u202e\u200b\u0085\ud800\u3164\ufe0f' })]), made),
  )
  expect(text).toContain('a\\u202e\\u200b\\u0085\\ud800\\u3164\\ufe0f')
  expect(text.trimEnd().split('\n')).toHaveLength(3)
})

it('is JSON when there is nothing to list', async () => {
  expect(JSON.parse(await readAll(jsonOf(listOf([]), made)))).toMatchObject({ count: 0, keys: [] })
})
