import type { HttpRequest } from '../connector.ts'

export const tokensPath = '/api/admin/api-tokens'

/** The service finds a token by its secret alone, which therefore stands in the address. */
export const tokenPath = (secret: string): string => `${tokensPath}/${encodeURIComponent(secret)}`

// Asks for flags of which there are none, so that nothing is downloaded to find out whether the token opens the door.
const noFlags = { namePrefix: 'claviger-asks-for-none' }

/** What an application of this type of token calls. */
export const doorOf = (type: string): HttpRequest =>
  type === 'frontend'
    ? { method: 'GET', path: '/api/frontend' }
    : { method: 'GET', path: '/api/client/features', query: noFlags }
