import { AppError } from '../../shared/error.ts'
import type { TransportResponse } from '../base/transport.ts'

const typeOf = ({ headers }: TransportResponse): string => headers['content-type'] ?? ''

export const isJson = (response: TransportResponse): boolean =>
  /^application\/([a-z.-]+\+)?json\b/i.test(typeOf(response))

/** Null for an empty body. Throws `bad-response` for what is no JSON. */
export const jsonOf = (response: TransportResponse): unknown => {
  if (response.body === '') return null
  if (/^text\/html\b/i.test(typeOf(response))) {
    throw new AppError({ code: 'bad-response', reason: 'web-page' })
  }
  if (!isJson(response)) {
    throw new AppError({ code: 'bad-response', reason: 'not-json' })
  }
  try {
    return JSON.parse(response.body)
  } catch {
    throw new AppError({ code: 'bad-response', reason: 'not-json' })
  }
}

/** Of a refusal, whose body may be anything. */
export const jsonOrNull = (response: TransportResponse): unknown => {
  if (!isJson(response)) return null
  try {
    return JSON.parse(response.body)
  } catch {
    return null
  }
}
