import { expect, it } from 'vitest'
import type { Http } from '../../../src/main/connectors/connector.ts'
import { unchanged, versionOf, withVersion } from '../../../src/main/connectors/version.ts'
import type { KeyRecord } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'

const record: Omit<KeyRecord, 'version'> = {
  ...{ id: 'key_1', kind: 'key', name: 'a', mask: 'k_…1', description: null, state: 'active' },
  ...{ createdAt: 1, createdBy: null, updatedAt: 1, lastUsedAt: null, usageCount: null },
  ...{ expiresAt: null, previousUntil: null },
}
// Nothing is sent: what the service has is given.
const http = {} as Http

it('differs with what can be changed, and with nothing else', () => {
  const version = versionOf(record)
  for (const change of [
    { name: 'b' },
    { mask: 'k_…2' },
    { description: 'd' },
    { state: 'suspended' },
    { expiresAt: 5 },
  ] as const) {
    expect(versionOf({ ...record, ...change }), JSON.stringify(change)).not.toBe(version)
  }
  const used = { lastUsedAt: 9, usageCount: 9, updatedAt: 9, state: 'expired' } as const
  expect(versionOf({ ...record, ...used })).toBe(version)
})

it('lets a change go on from what was seen alone', async () => {
  const seen = withVersion(record)
  const get = async () => withVersion({ ...record, name: 'b' })
  expect(await unchanged(http, seen, async () => seen)).toBe(seen)
  expect(await unchanged(http, seen, get).catch(infoOf)).toEqual({ code: 'changed-elsewhere' })
  expect(await unchanged(http, { id: 'key_1', version: null }, get)).toMatchObject({ name: 'b' })
})
