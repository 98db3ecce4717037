import { expect, it } from 'vitest'
import { refuseMisplaced, seenInPlace } from '../../../src/main/connectors/misplaced.ts'
import type { KeyRecord } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'

const placed = (got: string, undo: () => Promise<unknown>) =>
  refuseMisplaced({ asked: 'prod', got, key: 'key_1', undo }).then(() => null, infoOf)

it('takes a key back that was made elsewhere, and says whether that worked', async () => {
  const undone: string[] = []
  const undo = async () => undone.push('key_1')
  expect(await placed('prod', undo)).toBeNull()
  expect(undone).toEqual([])
  const elsewhere = { code: 'misplaced', asked: 'prod', got: 'default', key: 'key_1' }
  expect(await placed('default', undo)).toEqual({ ...elsewhere, undone: true })
  expect(undone).toEqual(['key_1'])
  const failing = async () => Promise.reject(new Error('gone'))
  expect(await placed('default', failing)).toEqual({ ...elsewhere, undone: false })
})

const key: KeyRecord = {
  ...{ id: 'key_1', kind: 'key', name: 'checkout', mask: null, description: null, state: 'active' },
  ...{ createdAt: null, createdBy: null, updatedAt: null, lastUsedAt: null, usageCount: null },
  ...{ expiresAt: null, previousUntil: null, version: null },
}

/** A key that is seen at the `seenAt`th look, and what came of it. */
const unseen = async (seenAt: number, home: () => Promise<string | null>) => {
  const undone: (string | null)[] = []
  let looks = 0
  const came = await seenInPlace({
    ...{ asked: 'proj_a', wished: key, find: home },
    look: async () => {
      looks += 1
      if (looks === 1) throw new Error('503')
      return looks === seenAt ? { ...key, mask: 'sk-…' } : null
    },
    undo: async got => undone.push(got),
  }).catch(infoOf)
  return { came, undone }
}

it.concurrent('waits for a key that a copy of the service has not heard of yet', async () => {
  const { came, undone } = await unseen(3, async () => 'proj_b')
  expect(came).toEqual({ ...key, mask: 'sk-…' })
  expect(undone).toEqual([])
})

it.concurrent.each([
  ['is elsewhere', async () => 'proj_b', 'proj_b'],
  ['is nowhere', async () => null, null],
  ['cannot be looked for', async () => Promise.reject(new Error('503')), null],
])('takes a key back that %s', async (_, home, got) => {
  const { came, undone } = await unseen(Number.POSITIVE_INFINITY, home)
  expect(came).toEqual({ code: 'misplaced', asked: 'proj_a', got, undone: true, key: 'key_1' })
  expect(undone).toEqual([got])
})

it.concurrent('keeps a key of which something else says that it is in its place', async () => {
  const { came, undone } = await unseen(Number.POSITIVE_INFINITY, async () => 'proj_a')
  expect(came).toEqual(key)
  expect(undone).toEqual([])
})
