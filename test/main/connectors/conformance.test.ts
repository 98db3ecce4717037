import { describe, expect, it } from 'vitest'
import { connectors } from '../../../src/main/connectors/index.ts'
import { describeFailures, describeLive } from './conformance.ts'
import { harnessIn } from './harness.ts'

const harnesses = await Promise.all(
  connectors.map(connector => harnessIn(import.meta.dirname, connector)),
)

describe.each(connectors.map(connector => ({ id: connector.info.id, connector })))(
  '$id',
  ({ connector }) => describeFailures(connector),
)

for (const harness of harnesses.filter(found => found !== null)) describeLive(harness)

it('knows each connector by an id of its own', () => {
  const ids = connectors.map(({ info }) => info.id)
  expect(new Set(ids).size).toBe(ids.length)
})
