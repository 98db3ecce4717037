import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Refusal } from '../connector.ts'
import { messageIn } from '../message.ts'

const text = z.string().catch('')
const Envelope = z.object({
  error: z.object({
    type: text,
    detail: text,
    errors: z.array(z.object({ location: text })).catch([]),
  }),
})

/** By the address of the error's documentation: https://unkey.com/docs/errors/unkey/data/key_not_found. */
const nameOf = (type: string): string => type.split('/').slice(-2).join('/')

/** The permission for one API, rather than the same for all of them. */
const permissionIn = (detail: string): string | null => {
  const named = detail.match(/\bapi\.[\w*]+\.\w+/g) ?? []
  return named.find(permission => !permission.includes('*')) ?? named[0] ?? null
}

/** What a refusal of Unkey means (`ErrorResponse` of @unkey/api 2.5.1, names from the server's own source). */
export const meaningOf = ({ status, body, environment }: Refusal): ErrorInfo | null => {
  const { error } = Envelope.safeParse(body).data ?? {}
  if (status === 429 || status >= 500) return null
  const refused: ErrorInfo = { code: 'refused', status, detail: messageIn(body) }
  switch (nameOf(error?.type ?? '')) {
    case 'authentication/missing':
    case 'authentication/malformed':
    case 'authorization/key_disabled':
      return { code: 'unauthorized', environment }
    // Said of the root key: an ordinary one that has expired is told of in the answer of a check.
    case 'authorization/forbidden':
      return /\bexpired\b/.test(error?.detail ?? '')
        ? { code: 'credential-unfit', environment, cause: 'expired' }
        : null
    case 'authorization/insufficient_permissions':
      return { code: 'forbidden', permission: permissionIn(error?.detail ?? ''), environment: null }
    case 'data/api_not_found':
      return {
        ...{ code: 'setting-refused', environment, setting: 'api' },
        ...{ cause: 'not-found', choices: null },
      }
    case 'data/key_not_found':
      return { code: 'not-found', what: 'key' }
    case 'application/invalid_input':
      return error?.errors.some(({ location }) => location === 'body.expires')
        ? { code: 'expiry-refused', cause: 'too-far', longestSeconds: null }
        : refused
    default:
      // 404 and 412 are said of more than keys.
      return status === 404 || status === 412 ? refused : null
  }
}
