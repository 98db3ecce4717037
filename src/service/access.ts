import type { FastifyRequest } from 'fastify'
import type { Database } from './database.ts'
import { type Problem, ProblemError, type ProblemName, problem, refuse } from './problems.ts'
import { environments, type Permission } from './profiles/profile.ts'
import { type RateLimit, rateLimitHeaders } from './rate-limit.ts'
import { type Caller, findCaller } from './tokens.ts'

/** Who may use a route: anyone, whoever has a valid admin token, or who holds that permission. */
export type Access = 'public' | 'token' | Permission

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Required of every route: registration fails without it. */
    access?: Access
    /** Problems beyond those that follow from access, parameters and body. */
    problems?: readonly ProblemName[]
    /** Request headers that the route reads. */
    reads?: Readonly<Partial<Record<'Idempotency-Key' | 'If-Match', 'required' | 'optional'>>>
    /** Headers of the successful answer. */
    answers?: readonly ('ETag' | 'Location' | 'Idempotency-Replayed')[]
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

/** Ends the request with a challenge (RFC 6750 section 3); one to which no token was sent names no error. */
const challenge = (found: Problem, parameters = ''): never => {
  throw new ProblemError(found, { 'www-authenticate': `Bearer realm="claviger"${parameters}` })
}

const demandToken = (): never =>
  challenge(problem('unauthorized', 'Send an admin token: Authorization: Bearer …'))

const bearer = /^Bearer +([\x21-\x7e]{1,512}) *$/i

const authenticate = async (database: Database, header: string | undefined): Promise<Caller> => {
  const token = bearer.exec(header ?? '')?.[1]
  if (token === undefined) return demandToken()
  const unknown = problem('unauthorized', 'This admin token is not known or was revoked.')
  return (await findCaller(database, token)) ?? challenge(unknown, ', error="invalid_token"')
}

const authorize = (caller: Caller, access: Access, environment: string | null): void => {
  if (access !== 'public' && access !== 'token' && !caller.permissions.includes(access))
    challenge(
      problem('permission-missing', `The admin token lacks the permission ${access}.`, {
        permission: access,
      }),
      `, error="insufficient_scope", scope="${access}"`,
    )
  // An environment that does not exist is left to the route, which answers not-found.
  const known = environments.find(name => name === environment)
  if (known !== undefined && !caller.environments.includes(known))
    challenge(
      problem('environment-forbidden', `The admin token may not enter ${known}.`, {
        environment: known,
      }),
      ', error="insufficient_scope"',
    )
}

const environmentOf = ({ params, routeOptions }: FastifyRequest): string | null => {
  if (!routeOptions.url?.includes('/:environment/')) return null
  // The router's own object, without a prototype: its members are the names in the address.
  const { environment } = params as { readonly environment?: unknown }
  if (typeof environment !== 'string') throw new Error('The address names no environment')
  return environment
}

/** Lets a request in, or ends it: 401, then 429, then 403. The answer gets the headers of the rate limit. */
export const admit = async (
  database: Database,
  limit: RateLimit,
  request: FastifyRequest,
  answer: { readonly headers: (values: Record<string, string>) => unknown },
): Promise<void> => {
  const access = request.is404 ? 'public' : request.routeOptions.config.access
  if (access === undefined) throw new Error(`No access is declared for ${request.url}`)
  if (access === 'public') return
  const caller = await authenticate(database, request.headers.authorization)
  request.caller = caller
  const allowance = limit.take(caller.id)
  answer.headers({ ...rateLimitHeaders(limit.perMinute, allowance) })
  if (!allowance.allowed) refuse('rate-limited', `Try again in ${allowance.reset} seconds.`)
  authorize(caller, access, environmentOf(request))
}

/** The caller of a route that is not public. */
export const callerOf = ({ caller }: FastifyRequest): Caller => caller ?? demandToken()
