import { connectors } from '../../src/main/connectors/index.ts'
import { describeLive } from '../main/connectors/conformance.ts'
import { harnessIn } from '../main/connectors/harness.ts'

const harnesses = await Promise.all(
  connectors.map(connector => harnessIn(import.meta.dirname, connector)),
)

for (const harness of harnesses.filter(found => found !== null)) describeLive(harness)
