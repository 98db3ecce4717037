import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { createProofList } from '../../../src/main/services/proof-list.ts'
import type { Proof } from '../../../src/shared/domain/proof.ts'
import { recordEmit } from '../../fakes.ts'

const proofFrom = (change: Partial<Proof> = {}): Proof => ({
  ...{ id: randomUUID(), connection: randomUUID(), environment: 'preview', key: 'key_1' },
  ...{ effect: 'delete', name: 'checkout', mask: null, state: 'confirmed', reason: null },
  ...{ requestedAt: 1, acceptedAt: 1, graceSeconds: 5, until: 5001, endedAt: 2 },
  ...{ aliveAt: null, askable: false },
  ...change,
})

it('forgets what ended long ago, but no key that is alive or asked about', () => {
  const list = createProofList(recordEmit().emit)
  const put = (proof: Proof) => list.put({ proof, probe: null, stop: () => {} })
  const alive = proofFrom({ state: 'unproven', aliveAt: 3 })
  const asked = proofFrom({ state: 'accepted' })
  const over = proofFrom()
  for (const proof of [alive, asked, over]) put(proof)
  for (let count = 0; count < 100; count += 1) put(proofFrom())
  expect(list.all().slice(0, 2)).toEqual([alive, asked])
  expect(list.get(over.id)).toBeNull()
  expect(list.all()).toHaveLength(102)
})
