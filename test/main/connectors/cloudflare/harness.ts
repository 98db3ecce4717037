import { cloudflare } from '../../../../src/main/connectors/cloudflare/index.ts'
import type { Harness } from '../harness.ts'
import { startCloudflare } from './stand-in.ts'
import type { Owner, Token } from './stand-in-tokens.ts'

/** 32 hexadecimal characters of one kind. */
export const accountId = (digit: string): string => digit.repeat(32)

/** As long as Cloudflare's are. */
export const secretOf = (prefix: string, id: string): string => `${prefix}_${id.padStart(48, '0')}`

export const policies = [
  {
    ...{ id: 'f267e341f3dd4697bd3b9f71dd96247f', effect: 'allow' },
    permission_groups: [{ id: 'c8fed203ed3043cba015a93ad1616f1f', name: 'Zone Read' }],
    resources: { 'com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43': '*' },
  },
]

export const token = (id: string, more: Partial<Token> = {}): Token => ({
  ...{ id, name: 'checkout-service', value: secretOf('cfat', id), status: 'active' },
  ...{ expires_on: null, not_before: null, condition: null, policies, manages: [] },
  modified_on: '2018-07-02T05:20:00Z',
  ...more,
})

/** A token that may read and write the tokens of `owners`. */
export const manager = (id: string, owners: readonly string[], more: Partial<Token> = {}): Token =>
  token(id, {
    name: 'Claviger',
    manages: owners.flatMap(one => [`Read ${one}`, `Write ${one}`]),
    ...more,
  })

export const account = (id: string, tokens: Token[]): Owner => ({ kind: 'account', id, tokens })
export const user = (id: string, tokens: Token[]): Owner => ({ kind: 'user', id, tokens })

/** Two accounts, each with a token of its own that manages the others. */
const start: Harness['start'] = async () => {
  const ids = { preview: accountId('a'), production: accountId('b') }
  const owners = {
    preview: account(ids.preview, [manager('manager_preview', [ids.preview])]),
    production: account(ids.production, [manager('manager_production', [ids.production])]),
  }
  const service = await startCloudflare([owners.preview, owners.production])
  return {
    url: service.url,
    settings: { preview: { account: ids.preview }, production: { account: ids.production } },
    credentials: {
      preview: secretOf('cfat', 'manager_preview'),
      production: secretOf('cfat', 'manager_production'),
    },
    version: null,
    accepts: async (environment, secret) => service.acceptsAs(ids[environment], secret),
    // As in the dashboard: a new token needs policies, which no form of Claviger has.
    seed: async (environment, name) => {
      const made = token(name, { name })
      owners[environment].tokens.push(made)
      return made.value
    },
    stop: service.stop,
  }
}

export const harness: Harness = { connector: cloudflare, evidence: 'replayed', start }
