import type { KeyId } from '../../../shared/domain/key.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { infoOf } from '../../../shared/error.ts'
import type { Secret } from '../../base/secret.ts'
import { timeOf } from '../clock.ts'
import type { Http, HttpReply } from '../connector.ts'
import { accountIn, ask, tokensPath } from './place.ts'
import { errorsIn, isMalformed, isRefused, isUnknownToken } from './refusal.ts'
import { stateOf, verifiedOf } from './wire.ts'

/** The states that are verdicts too. */
const ended = ['suspended', 'revoked', 'expired'] as const

/** Asks the endpoint that Cloudflare made for it. It knows the account's tokens, or every user's. */
export const check = async (
  http: Http,
  key: Secret,
): Promise<{ readonly verdict: Verdict; readonly id: KeyId | null }> => {
  const reply = await http.present(key, { method: 'GET', path: tokensPath(http, 'verify') })
  if (isRefused(reply)) return { verdict: refusalOf(reply), id: null }
  const { id, status, not_before: from } = verifiedOf(reply.body)
  const state = stateOf(status)
  if (state !== 'active') return { verdict: ended.find(one => one === state) ?? 'unknown', id }
  // Not yet is not accepted either.
  if (from != null && from > timeOf(reply)) return { verdict: 'unknown', id }
  return { verdict: (await isOurs(http, id)) ? 'valid' : 'wrong-environment', id }
}

const refusalOf = ({ body }: HttpReply): Verdict => {
  const errors = errorsIn(body)
  if (isMalformed(errors)) return 'malformed'
  return isUnknownToken(errors) ? 'not-found' : 'unknown'
}

/**
 * An account is asked of its own tokens alone: one that it no longer lists and still accepts was deleted lately. Of a
 * user's it is whether it is among the credential's; where that cannot be seen, the service's word stands.
 */
const isOurs = async (http: Http, id: KeyId): Promise<boolean> =>
  accountIn(http) !== null ||
  ask(http, { method: 'GET', path: tokensPath(http, id) }).then(
    () => true,
    cause => infoOf(cause)?.code !== 'not-found',
  )
