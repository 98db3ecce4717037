import { cloudflare } from '../../../../src/main/connectors/cloudflare/index.ts'
import type { Environment } from '../../../../src/shared/domain/environment.ts'
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

type Two = Readonly<Record<Environment, string>>

/** Two owners, each with a token of its own that manages the others. */
const startWith =
  (kind: Owner['kind'], ids: Two, settings: Awaited<ReturnType<Harness['start']>>['settings']) =>
  async (): ReturnType<Harness['start']> => {
    const prefix = kind === 'user' ? 'cfut' : 'cfat'
    const credentials = {
      preview: secretOf(prefix, 'manager_preview'),
      production: secretOf(prefix, 'manager_production'),
    }
    const own = (environment: Environment): Owner => {
      const [id, value] = [ids[environment], credentials[environment]]
      return { kind, id, tokens: [manager(`manager_${environment}`, [id], { value })] }
    }
    const owners = { preview: own('preview'), production: own('production') }
    const service = await startCloudflare([owners.preview, owners.production])
    return {
      ...{ url: service.url, settings, credentials, version: null, stop: service.stop },
      accepts: async (environment, secret) => service.acceptsAs(ids[environment], secret),
      // As in the dashboard: a new token needs policies, which no form of Claviger has.
      seed: async (environment, name) => {
        const made = token(name, { name, value: secretOf(prefix, name) })
        owners[environment].tokens.push(made)
        return made.value
      },
    }
  }

const accounts = { preview: accountId('a'), production: accountId('b') }
const ofAccounts = {
  preview: { account: accounts.preview },
  production: { account: accounts.production },
}
const users = { preview: 'ada', production: 'grace' }

const replayed = { connector: cloudflare, evidence: 'replayed' } as const
export const harness: readonly Harness[] = [
  { ...replayed, kind: 'account tokens', start: startWith('account', accounts, ofAccounts) },
  {
    ...replayed,
    kind: 'user tokens',
    start: startWith('user', users, { preview: {}, production: {} }),
  },
]
