import type { Answer } from '../stand-in-server.ts'
import type { Owner, Token, World } from './stand-in-tokens.ts'

export type Caller = { readonly owner: Owner; readonly token: Token }

export const callerOf = ({ owners }: World, secret: string): Caller | null => {
  for (const owner of owners) {
    const token = owner.tokens.find(({ value }) => value === secret)
    if (token) return { owner, token }
  }
  return null
}

export const isExpired = ({ now }: World, { expires_on: end }: Token): boolean =>
  end !== null && Date.parse(end) <= now()

export const isAllowed = ({ token }: Caller, what: 'Read' | 'Write', owner: string): boolean =>
  token.manages.some(one => one === `${what} ${owner}`)

export const succeeded = (result: unknown, info: unknown = undefined): Answer => ({
  status: 200,
  body: {
    ...{ success: true, errors: [], messages: [], result },
    ...(info === undefined ? {} : { result_info: info }),
  },
  headers: {
    ratelimit: '"default";r=50;t=30',
    'ratelimit-policy': '"burst";q=100;w=60',
  },
})

export const refused = (status: number, code: number, message: string): Answer => ({
  status,
  body: { success: false, errors: [{ code, message }], messages: [], result: null },
})

export const malformed: Answer = {
  status: 400,
  body: {
    success: false,
    errors: [
      {
        ...{ code: 6003, message: 'Invalid request headers' },
        error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
      },
    ],
    ...{ messages: [], result: null },
  },
}

export const unauthorized = refused(403, 9109, 'Unauthorized to access requested resource')
export const authenticationError = refused(403, 10_000, 'Authentication error')
const noAccounts = 'List accounts endpoint does not support account owned tokens.'
export const accountOwned = refused(400, 1001, noAccounts)

export const noRoute = (path: string): Answer => {
  const said = `Could not route to ${path}, perhaps your object identifier is invalid?`
  return refused(404, 7003, said)
}

export const throttled: Answer = {
  ...refused(429, 971, 'Please wait and consider throttling your request speed'),
  headers: { 'retry-after': '300', ratelimit: '"default";r=0;t=300' },
}
