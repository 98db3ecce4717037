import { AppError, type ErrorInfo } from '../../shared/error.ts'
import { askedToWait } from '../base/retry-after.ts'
import type { Secret } from '../base/secret.ts'
import {
  type Limits,
  standardLimits,
  type Transport,
  type TransportResponse,
} from '../base/transport.ts'
import type { Calling, Connector, Endpoint, Http, HttpReply, HttpRequest } from './connector.ts'
import { isJson, jsonOf, jsonOrNull } from './json.ts'
import { lineOf, messageIn } from './message.ts'

export type HttpOptions = {
  readonly transport: Transport
  readonly endpoint: Endpoint
  readonly credential: Secret
  readonly now: () => number
  readonly calling?: Calling | undefined
  readonly limits?: Limits
}

/** Binds a credential to one place. Answers 2xx; every other outcome throws `AppError`. */
export const createHttp = (options: HttpOptions): Http => {
  const { endpoint, credential, now } = options
  const { environment, settings, connector } = endpoint
  const reply = async (response: TransportResponse): Promise<HttpReply> => ({
    ...{ status: response.status, headers: response.headers, body: await jsonOf(response) },
  })
  return {
    ...{ environment, settings },
    send: async request => {
      const response = await exchange(options, request, credential)
      const asked = { ...{ request, environment, credential }, meaningOf: connector.meaningOf }
      const failure = failureOf(response, asked, now())
      if (failure) throw new AppError(failure)
      return reply(response)
    },
    present: async (key, request) => {
      const response = await exchange(options, request, key)
      const asked = { ...{ request, environment, credential: key }, meaningOf: () => null }
      const failure = isAnswer(response) ? null : failureOf(response, asked, now())
      if (failure) throw new AppError(failure)
      return reply(response)
    },
  }
}

const exchange = (
  { transport, endpoint, calling, limits }: HttpOptions,
  request: HttpRequest,
  key: Secret,
) =>
  transport({
    method: request.method,
    url: absoluteUrl(endpoint.url, request),
    headers: headersOf(request, endpoint.connector.authorization, key),
    body: request.body === undefined ? null : JSON.stringify(request.body),
    trust: endpoint.trust,
    signal: calling?.signal ?? null,
    once: calling?.once ?? false,
    isRead: request.isRead ?? request.method === 'GET',
    ...(limits ?? standardLimits),
  })

/** Of a path that an id of the service's leads up, and so perhaps to another application of its host, nothing is sent. */
const leadsUp = (path: string): boolean =>
  path.split(/[/\\]/).some(segment => /^(\.|%2e){1,2}$/i.test(segment))

const absoluteUrl = (base: string, { path, query = {} }: HttpRequest): string => {
  if (leadsUp(path)) throw new AppError({ code: 'bad-response', reason: 'shape' })
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? []].flat()) url.searchParams.append(name, String(one))
  }
  return url.href
}

const headersOf = (
  request: HttpRequest,
  { header, scheme }: Connector['authorization'],
  key: Secret,
): Record<string, string> => ({
  ...request.headers,
  accept: 'application/json, application/problem+json',
  [header]: `${scheme}${key.expose()}`,
  'cache-control': 'no-store',
  ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
})

/** A refusal of the very key, in the service's own words: what stands between says it otherwise. */
const isAnswer = (response: TransportResponse): boolean =>
  response.status >= 400 &&
  response.status < 500 &&
  response.status !== 429 &&
  (isJson(response) || (response.body === '' && !response.unreadable))

type Asked = Pick<Connector, 'meaningOf'> &
  Pick<Endpoint, 'environment'> & { readonly request: HttpRequest; readonly credential: Secret }

/** What a status means, or null for success. Failure is classified before any success is parsed. */
export const failureOf = (
  response: TransportResponse,
  { request, environment, credential, meaningOf }: Asked,
  now: number,
): ErrorInfo | null => {
  const { status, headers } = response
  if (status >= 200 && status < 300) return null
  if (status < 400) return { code: 'redirected', location: originOf(headers.location) }
  const body = jsonOrNull(response)
  const meaning = meaningOf({ request, status, headers, body, environment })
  if (meaning) return cleaned(meaning, credential)
  switch (status) {
    case 401:
      return { code: 'unauthorized', environment }
    case 403:
      return { code: 'forbidden', permission: null, environment: null }
    case 404:
      // A proxy's page says nothing of the key, which must not be taken for gone.
      if (!isJson(response)) return { code: 'refused', status, detail: null }
      return { code: 'not-found', what: 'key' }
    case 412:
    case 428:
      return { code: 'changed-elsewhere' }
    case 429:
      return { code: 'rate-limited', retryAfterMs: askedToWait(response, now) }
    default:
      if (status >= 500) return { code: 'service-failed', status }
      return { code: 'refused', status, detail: lineOf(messageIn(body), credential) }
  }
}

/** The service's own words, made fit to be shown. */
const cleaned = (meaning: ErrorInfo, credential: Secret): ErrorInfo => {
  switch (meaning.code) {
    case 'refused':
      return { ...meaning, detail: lineOf(meaning.detail, credential) }
    case 'forbidden':
      return { ...meaning, permission: permissionOf(meaning.permission, credential) }
    case 'plan-required':
      return { ...meaning, effect: lineOf(meaning.effect, credential) }
    default:
      return meaning
  }
}

/** Nothing but words is no key, although `apiKey:create` looks as if one followed. */
const permissionOf = (said: string | null, credential: Secret): string | null =>
  said !== null &&
  !said.includes(credential.expose()) &&
  /^[a-z]{1,20}([.:_-][a-z]{1,20}){0,3}$/i.test(said)
    ? said
    : lineOf(said, credential)

// Of `file:`, `data:` and the like it is the word "null".
const originOf = (location: string | undefined): string | null => {
  const url = URL.parse(location ?? '')
  return url === null || url.origin === 'null' ? null : url.origin
}
