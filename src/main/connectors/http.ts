import { AppError, type ErrorInfo } from '../../shared/error.ts'
import type { Secret } from '../base/secret.ts'
import type { Transport, TransportResponse } from '../base/transport.ts'
import type { Endpoint, Http, HttpReply, HttpRequest } from './connector.ts'
import { type ProblemSummary, problemOf, retryAfterMs } from './problem.ts'

const deadlineMs = 30_000
const maxBytes = 10 * 1024 * 1024

export type HttpOptions = {
  readonly transport: Transport
  readonly endpoint: Endpoint
  readonly credential: Secret
  readonly now: () => number
  readonly signal?: AbortSignal
}

/** Binds a credential to one origin and environment. Answers 2xx; every other outcome throws `AppError`. */
export const createHttp = ({
  transport,
  endpoint,
  credential,
  now,
  signal,
}: HttpOptions): Http => ({
  environment: endpoint.environment,
  send: async request => {
    const response = await transport({
      method: request.method,
      url: absoluteUrl(endpoint.origin, request),
      headers: headersOf(request, credential),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      trust: endpoint.trust,
      signal: signal ?? null,
      deadlineMs,
      maxBytes,
    })
    const { environment } = endpoint
    const failure = failureOf(response, { environment, credential }, now())
    if (failure) throw new AppError(failure)
    return { status: response.status, headers: response.headers, body: jsonOf(response) }
  },
})

const absoluteUrl = (origin: string, { path, query = {} }: HttpRequest): string => {
  const url = new URL(origin)
  url.pathname = path
  for (const [name, value] of Object.entries(query)) {
    if (value !== null) url.searchParams.set(name, String(value))
  }
  return url.href
}

const headersOf = (request: HttpRequest, credential: Secret): Record<string, string> => ({
  ...request.headers,
  accept: 'application/json, application/problem+json',
  authorization: `Bearer ${credential.expose()}`,
  'cache-control': 'no-store',
  ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
})

/** What a status means, or null for success. Failure is classified before any success is parsed. */
export const failureOf = (
  response: TransportResponse,
  { environment, credential }: Pick<Endpoint, 'environment'> & Pick<HttpOptions, 'credential'>,
  now: number,
): ErrorInfo | null => {
  const { status, headers } = response
  if (status >= 200 && status < 300) return null
  if (status < 400) return { code: 'redirected', location: originOf(headers.location) }
  const problem = problemOf(response, credential)
  switch (status) {
    case 401:
      return { code: 'unauthorized', environment }
    case 403:
      if (problem.name === 'plan-required') return { code: 'plan-required', effect: problem.effect }
      return {
        code: 'forbidden',
        permission: problem.permission,
        environment: problem.name === 'environment-forbidden' ? environment : null,
      }
    case 404:
      // A proxy's page says nothing of the key, which must not be taken for gone.
      if (!isJson(response)) return { code: 'refused', status, detail: null }
      return { code: 'not-found', what: 'key' }
    case 412:
    case 428:
      return { code: 'changed-elsewhere' }
    case 429:
      return { code: 'rate-limited', retryAfterMs: retryAfterMs(headers['retry-after'], now) }
    default:
      if (status >= 500) return { code: 'service-failed', status }
      return meantBy(problem) ?? { code: 'refused', status, detail: problem.detail }
  }
}

const conflicts = ['key-exists', 'no-key', 'key-revoked', 'key-expired'] as const
const expiryRefusals = ['past', 'too-far'] as const

/** The refusals that have an error of their own, by the problem's name. */
const meantBy = ({ name, errors, longestSeconds }: ProblemSummary): ErrorInfo | null => {
  if (name === 'name-taken') return { code: 'name-taken' }
  const conflict = conflicts.find(cause => cause === name)
  if (conflict) return { code: 'conflict', cause: conflict }
  const expiry = errors.find(({ pointer }) => pointer === '/expiresAt')
  const cause = expiryRefusals.find(candidate => candidate === expiry?.code)
  return cause ? { code: 'expiry-refused', cause, longestSeconds } : null
}

const originOf = (location: string | undefined): string | null =>
  location !== undefined && URL.canParse(location) ? new URL(location).origin : null

const typeOf = ({ headers }: TransportResponse): string => headers['content-type'] ?? ''

const isJson = (response: TransportResponse): boolean =>
  /^application\/([a-z.-]+\+)?json\b/i.test(typeOf(response))

const jsonOf = (response: TransportResponse): HttpReply['body'] => {
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
