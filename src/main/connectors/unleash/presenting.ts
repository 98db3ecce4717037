import type { KeyId } from '../../../shared/domain/key.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { AppError } from '../../../shared/error.ts'
import { type Secret, secret } from '../../base/secret.ts'
import type { Http, Operations } from '../connector.ts'
import { environmentOf } from './environment.ts'
import { doorOf } from './paths.ts'
import { find, found } from './tokens.ts'
import { idOf, partsOf, verdictOf } from './wire.ts'

/** Presents the key as an application of this type of token does. */
const knock = async (http: Http, key: Secret, type: string): Promise<Verdict> =>
  verdictOf(await http.present(key, doorOf(type)))

export const probe: NonNullable<Operations['probe']> = async (http, id) => {
  const { token } = await found(http, id)
  // Of a secure one there is nothing to present.
  if (token.secure) return null
  const key = secret(token.secret)
  return () => knock(http, key, token.type)
}

export const reveal: NonNullable<Operations['reveal']> = async (http, id) => {
  const { token } = await found(http, id)
  if (token.secure) throw new AppError({ code: 'unsupported', effect: 'reveal' })
  return secret(token.secret)
}

export const check: NonNullable<Operations['check']> = async (http, key) => {
  const text = key.expose()
  // What travels in no header is what a list shows, or no key.
  if (!/^[\x21-\x7e]+$/.test(text)) {
    return { verdict: text.includes('…') ? 'masked' : 'malformed', id: null }
  }
  const parts = partsOf(text)
  // The key says itself where it belongs, and is presented nowhere else.
  if (parts && parts.environment !== environmentOf(http)) {
    return { verdict: 'wrong-environment', id: null }
  }
  const client = await knock(http, key, 'client')
  // A door refuses tokens of the other kind otherwise than those that it does not know.
  const verdict = client === 'unknown' ? await knock(http, key, 'frontend') : client
  if (verdict !== 'not-found') return { verdict, id: idOf(text) }
  return parts ? whyNotFound(http, idOf(text)) : { verdict: 'malformed', id: null }
}

/** A token that is over is refused like one that never was: the list knows which. */
const whyNotFound = async (http: Http, id: KeyId) => {
  const one = await find(http, id)
  if (!one) return { verdict: 'not-found', id: null } as const
  return { verdict: one.record.state === 'expired' ? 'expired' : 'unknown', id } as const
}
