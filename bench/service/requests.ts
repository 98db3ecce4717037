import { randomUUID } from 'node:crypto'
import { environment, type Filled } from './fill.ts'

/** Whole requests of HTTP/1.1, for `Connection.ask`. */
const request = (
  method: string,
  path: string,
  headers: readonly string[],
  body: string | null = null,
): string => {
  const sent = body === null ? [] : [`content-length: ${Buffer.byteLength(body)}`]
  const head = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...headers, ...sent]
  return `${head.join('\r\n')}\r\n\r\n${body ?? ''}`
}

const base = `/v1/environments/${environment}`
const json = 'content-type: application/json'
const authorized = ({ token }: Filled) => `authorization: Bearer ${token}`

export const verifyRequests = ({ secrets }: Filled): readonly string[] =>
  secrets.map(key => request('POST', `${base}/verify`, [json], JSON.stringify({ key })))

/** With CURSOR in the place of the cursor. */
export const listRequest = (filled: Filled): string =>
  request('GET', `${base}/keys?limit=1000&cursor=CURSOR`, [authorized(filled)])

/** With CURSOR in the place of the cursor. */
export const feedRequest = (filled: Filled): string =>
  request('GET', `${base}/changes?limit=1000&after=CURSOR`, [authorized(filled)])

export const shardsRequest = (filled: Filled, count: number): string =>
  request('GET', `${base}/keys/shards?count=${count}`, [authorized(filled)])

export const createRequests = (filled: Filled, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => {
    const headers = [authorized(filled), json, `idempotency-key: ${randomUUID()}`]
    return request('POST', `${base}/keys`, headers, JSON.stringify({ name: `made ${at}` }))
  })
