import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { connectors } from '../../src/main/connectors/index.ts'
import { reportFile, type Shown } from '../../tools/connectors.ts'
import { describeLive } from '../main/connectors/conformance.ts'
import { harnessesIn } from '../main/connectors/harness.ts'

const found = await Promise.all(
  connectors.map(connector => harnessesIn(import.meta.dirname, connector)),
)
const harnesses = found.flat()
const shown: Shown[] = []

for (const harness of harnesses) describeLive(harness, { tell: one => shown.push(one) })

it('is reported when all of it was shown', () => {
  expect(shown).toHaveLength(harnesses.length)
  mkdirSync(dirname(reportFile), { recursive: true })
  writeFileSync(reportFile, `${JSON.stringify(shown, null, 2)}\n`)
})
