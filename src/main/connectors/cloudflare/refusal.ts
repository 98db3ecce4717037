import type { ErrorInfo } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { HttpReply, Refusal } from '../connector.ts'

const Said = z.object({ code: z.number(), message: z.string().catch('') })
const Refused = z.object({
  errors: z
    .array(
      Said.extend({ error_chain: z.array(Said.nullable().catch(null)).catch([]) })
        .nullable()
        .catch(null),
    )
    .catch([]),
})
type Said = z.output<typeof Said>

/** The errors of `{"success": false, "errors": [{code, message, error_chain?}]}`, and what they come from. */
export const errorsIn = (body: unknown): readonly Said[] =>
  (Refused.safeParse(body).data?.errors ?? [])
    .flatMap(error => (error === null ? [] : [error, ...error.error_chain]))
    .filter(error => error !== null)

/**
 * Cloudflare documents no error codes; these are the ones that are quoted in public issues (favonia/cloudflare-ddns#897,
 * divinevideo/divine-mobile#4257, edgefirst-dev/starter#3, kissgyorgy/cloudflare-dyndns#40), and what tells apart the two
 * meanings of 9109 is the sentence.
 */
const isAny = (errors: readonly Said[], codes: readonly number[], sentence = /./): boolean =>
  errors.some(({ code, message }) => codes.includes(code) && sentence.test(message || ' '))

export const isUnknownToken = (errors: readonly Said[]): boolean =>
  isAny(errors, [1000]) || isAny(errors, [9109], /invalid access token/i)

/** No token at all by its form: a Global API Key, or one that was cut. */
export const isMalformed = (errors: readonly Said[]): boolean => isAny(errors, [6103, 6111])

/** The account is a part of it: another account's permission would not do. */
const permissionFor = ({ path, method }: Refusal['request']): string => {
  const what = method === 'GET' ? 'Read' : 'Write'
  const [, account] = path.match(/^\/accounts\/([^/]+)\/tokens/) ?? []
  return account === undefined
    ? `User API Tokens ${what}`
    : `Account API Tokens ${what}, account ${decodeURIComponent(account)}`
}

type Meant = Pick<Refusal, 'request' | 'environment' | 'body'>

export const meaningOf = ({ status, ...refusal }: Refusal): ErrorInfo | null =>
  status >= 500 || status === 429 ? null : meaningIn(refusal)

export const meaningIn = ({ request, body, environment }: Meant): ErrorInfo | null => {
  const errors = errorsIn(body)
  if (isMalformed(errors)) return { code: 'credential-unfit', environment, cause: 'wrong-kind' }
  if (isAny(errors, [1000, 9109], /\bexpired\b/i)) {
    return { code: 'credential-unfit', environment, cause: 'expired' }
  }
  if (isUnknownToken(errors)) return { code: 'unauthorized', environment }
  const refused = { code: 'setting-refused', environment, setting: 'account' } as const
  // An account's own token where a user's is asked for.
  if (isAny(errors, [9109], /user-level authentication/i)) {
    return { ...refused, cause: 'missing', choices: null }
  }
  // An account that is none, and another one's than this token's: it may not even list accounts.
  const isNone = isAny(errors, [7003]) && request.path.startsWith('/accounts/')
  if (isNone || isAny(errors, [1001], /account owned tokens/i)) {
    return { ...refused, cause: 'not-found', choices: null }
  }
  const elsewhere = errors.find(({ code, message }) => code === 9109 && /location/i.test(message))
  if (elsewhere) return { code: 'refused', status: 403, detail: elsewhere.message }
  return isAny(errors, [9109, 10000])
    ? { code: 'forbidden', permission: permissionFor(request), environment }
    : null
}

export const isRefused = ({ status, body }: HttpReply): boolean =>
  status >= 300 || z.object({ success: z.literal(false) }).safeParse(body).success
