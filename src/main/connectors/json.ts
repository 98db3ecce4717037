import { AppError } from '../../shared/error.ts'
import type { TransportResponse } from '../base/transport.ts'
import { isBounded } from './json-bounds.ts'

const typeOf = ({ headers }: TransportResponse): string => headers['content-type'] ?? ''

export const isJson = (response: TransportResponse): boolean =>
  /^application\/([a-z.-]+\+)?json\b/i.test(typeOf(response))

type Reason = 'web-page' | 'not-json' | 'too-large'

const refuse = (reason: Reason): never => {
  throw new AppError({ code: 'bad-response', reason })
}

/** Null for an empty body. Throws `bad-response` for what is no JSON, or more of it than there can be keys. */
export const jsonOf = async (response: TransportResponse): Promise<unknown> => {
  const { body, unreadable } = response
  if (body === '' && !unreadable) return null
  if (/^text\/html\b/i.test(typeOf(response))) refuse('web-page')
  if (!isJson(response)) refuse('not-json')
  if (!(await isBounded(body))) refuse('too-large')
  try {
    return JSON.parse(body)
  } catch {
    return refuse('not-json')
  }
}

// Parsing more, made for it, could hold the process up.
const longestRefusal = 65_536

/** Of a refusal, whose body may be anything. */
export const jsonOrNull = (response: TransportResponse): unknown => {
  if (!isJson(response) || response.body.length > longestRefusal) return null
  try {
    return JSON.parse(response.body)
  } catch {
    return null
  }
}
