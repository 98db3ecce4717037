import { expect, it } from 'vitest'
import { anthropic } from '../../../src/main/connectors/anthropic/index.ts'
import { cloudflare } from '../../../src/main/connectors/cloudflare/index.ts'
import type { Connector } from '../../../src/main/connectors/connector.ts'
import { openai } from '../../../src/main/connectors/openai/index.ts'
import { openrouter } from '../../../src/main/connectors/openrouter/index.ts'
import { unkey } from '../../../src/main/connectors/unkey/index.ts'
import { credentialProblem } from '../../../src/main/services/connections/draft.ts'

it.each<[Connector, string, readonly string[]]>([
  [anthropic, 'sk-ant-admin01-x', ['sk-ant-api03-x', 'sk-ant-oat01-x', 'sk-admin-x', 'sk-proj-x']],
  [openai, 'sk-admin-x', ['sk-proj-x', 'sk-svcacct-x', 'sk-None-x', 'sk-ant-admin01-x']],
  [unkey, 'unkey_x', ['api_x', 'key_x', 'ws_x', 'an-ordinary-key']],
  [openrouter, 'sk-or-v1-x', ['sk-ant-admin01-x', 'sk-proj-x']],
  [cloudflare, 'cfat_x', ['cfk_x', 'v1.0-x']],
])(
  '$0.info.name’s $0.info.credential.label is told from other keys before it is sent',
  (connector, right, others) => {
    expect(credentialProblem(right, connector.info)).toBeNull()
    for (const other of others) {
      expect([other, credentialProblem(other, connector.info)]).toEqual([other, 'wrong-kind'])
    }
  },
)
