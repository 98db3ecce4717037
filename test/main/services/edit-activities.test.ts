import { expect, it } from 'vitest'
import { activitiesOf } from '../../../src/main/services/edit-activities.ts'
import type { KeyEdit, KeyRecord } from '../../../src/shared/domain/key.ts'

const before: KeyRecord = {
  ...{ id: 'key_1', kind: 'key', name: 'a', mask: null, description: null, state: 'active' },
  ...{ createdAt: null, createdBy: null, updatedAt: null, lastUsedAt: null, usageCount: null },
  ...{ expiresAt: 1000, previousUntil: null, version: '"1"' },
}

/** The service does what it is asked, unless `after` says otherwise. */
const lines = (edit: KeyEdit, known: KeyRecord | null = before, after: Partial<KeyRecord> = {}) => {
  const { name = before.name, description = null, expiresAt = before.expiresAt } = edit
  const state = edit.state ?? before.state
  return activitiesOf(edit)(known, { ...before, name, description, expiresAt, state, ...after })
}

it.each([
  ['what changed', { name: 'b', description: 'x', expiresAt: null, state: 'suspended' }, 4],
  ['nothing of what stayed as it was', { name: 'a', expiresAt: 1000, state: 'active' }, 0],
  ['nothing of what was not asked', {}, 0],
] as const)('tells %s', (_what, edit, count) => {
  expect(lines(edit)).toHaveLength(count)
})

it('tells of an expired key that it was resumed only where it was seen suspended', () => {
  const edit = { expiresAt: null, state: 'active' } as const
  expect(lines(edit, { ...before, state: 'expired' })).toEqual(['expiry-changed'])
  expect(lines(edit, { ...before, state: 'suspended' })).toEqual(['expiry-changed', 'resumed'])
})

it('tells all that was asked of a key that was not known', () => {
  expect(lines({ name: 'a', state: 'active' }, null)).toEqual(['renamed', 'resumed'])
})
