import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { timeOf } from '../clock.ts'
import type { Http } from '../connector.ts'
import { environmentOf } from './environment.ts'
import { tokensPath } from './paths.ts'
import { idOf, recordOf, tokensOf } from './wire.ts'

/** Every token of the environment, with its secret, and the service's time. The service has no pages. */
export const read = async (http: Http) => {
  const name = environmentOf(http)
  const reply = await http.send({ method: 'GET', path: tokensPath })
  const tokens = await tokensOf(reply.body)
  const here = tokens.filter(({ environment }) => environment === name)
  return { tokens: here, now: timeOf(reply) }
}

export const find = async (http: Http, id: KeyId) => {
  const { tokens, now } = await read(http)
  const token = tokens.find(candidate => idOf(candidate.secret) === id)
  return token ? { token, record: recordOf(token, now), now } : null
}

export const found = async (http: Http, id: KeyId) => {
  const one = await find(http, id)
  if (one) return one
  throw new AppError({ code: 'not-found', what: 'key' })
}

export const get = async (http: Http, id: KeyId): Promise<KeyRecord> =>
  (await found(http, id)).record
