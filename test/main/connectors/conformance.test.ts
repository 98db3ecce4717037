import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { connectors } from '../../../src/main/connectors/index.ts'
import {
  connectorsFile,
  renderConnectors,
  resultsFile,
  type Shown,
} from '../../../tools/connectors.ts'
import { describeFailures, describeLive } from './conformance.ts'
import { harnessesIn } from './harness.ts'

const harnesses = await Promise.all(
  connectors.map(connector => harnessesIn(import.meta.dirname, connector)),
)
const shown: Shown[] = []

for (const connector of connectors) describeFailures(connector)
for (const harness of harnesses.flat()) describeLive(harness, { tell: one => shown.push(one) })

describe('the table of connectors', () => {
  // Written by the run on the real services, from shapes of our own.
  const ran: readonly Shown[] = JSON.parse(readFileSync(resultsFile, 'utf8'))

  it('has every connector, shown in one way', () => {
    const ids = connectors.map(({ info }) => info.id)
    expect(new Set(ids).size).toBe(ids.length)
    const tables = [new Set(shown.map(({ id }) => id)), new Set(ran.map(({ id }) => id))]
    expect(tables.flatMap(table => [...table]).sort()).toEqual(ids.sort())
  })

  it.each(ran)('knows why $name cannot do something from its connector', ({ id, operations }) => {
    const folder = `src/main/connectors/${id}`
    const code = globSync(`${folder}/*.ts`).map(file => readFileSync(file, 'utf8'))
    for (const { reason } of Object.values(operations)) {
      if (reason !== null) expect(code.join('')).toContain(reason)
    }
  })

  it('is written: run `npm run connectors` when this fails', async () => {
    const all = connectors.flatMap(({ info }) =>
      [...shown, ...ran].filter(({ id }) => id === info.id),
    )
    await expect(renderConnectors(all)).toMatchFileSnapshot(connectorsFile)
  })
})
