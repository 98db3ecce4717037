import type { FastifyRequest } from 'fastify'
import type { Parts } from './app.ts'
import { prepareReadPlan } from './plan.ts'
import { type Problem, ProblemError, type ProblemName, problem, refuse } from './problems.ts'
import {
  type Capability,
  type Effect,
  environments,
  type Plan,
  type Profile,
} from './profiles/profile.ts'
import { rateLimitHeaders } from './rate-limit.ts'
import { type Caller, prepareFindCaller } from './tokens.ts'

/** Who may use a route: anyone, whoever has a valid admin token, or who may have that effect. */
export type Access = 'public' | 'token' | { readonly effect: Effect }

/** With whom a request came in, and what the service offered at that moment. */
type Entry = {
  readonly caller: Caller
  readonly token: string
  readonly profile: Profile
  readonly plan: Plan
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Required of every route: registration fails without it. */
    access?: Access
    /** Effects that the handler demands, because only the body tells which of them are asked for. */
    demands?: readonly Effect[]
    /** Problems beyond those that follow from access, parameters and body. */
    problems?: readonly ProblemName[]
    /** Request headers that the route reads. */
    reads?: Readonly<Partial<Record<'Idempotency-Key' | 'If-Match', 'required' | 'optional'>>>
    /** Headers of the successful answer. */
    answers?: readonly ('ETag' | 'Location' | 'Idempotency-Replayed')[]
  }
  interface FastifyRequest {
    entry: Entry | null
  }
}

/** Ends the request with a challenge (RFC 6750 section 3); one to which no token was sent names no error. */
const challenge = (found: Problem, parameters = ''): never => {
  throw new ProblemError(found, { 'www-authenticate': `Bearer realm="claviger"${parameters}` })
}

const demandToken = (): never =>
  challenge(problem('unauthorized', 'Send an admin token: Authorization: Bearer …'))

const bearer = /^Bearer +([\x21-\x7e]{1,512}) *$/i

const authenticate = (
  findCaller: (token: string) => Caller | null,
  header: string | undefined,
): Pick<Entry, 'caller' | 'token'> => {
  const token = bearer.exec(header ?? '')?.[1]
  if (token === undefined) return demandToken()
  const unknown = problem('unauthorized', 'This admin token is not known or was revoked.')
  const caller = findCaller(token)
  return { caller: caller ?? challenge(unknown, ', error="invalid_token"'), token }
}

const demandPlan = ({ plan }: Entry, effect: Effect): void => {
  if (plan.missing.includes(effect))
    throw new ProblemError(
      problem('plan-required', `The plan ${plan.name} does not include this.`, {
        effect,
        plan: plan.name,
      }),
    )
}

const demandPermission = ({ caller }: Entry, { permission }: Capability): void => {
  if (permission !== null && !caller.permissions.includes(permission))
    challenge(
      problem('permission-missing', `The admin token lacks the permission ${permission}.`, {
        permission,
      }),
      `, error="insufficient_scope", scope="${permission}"`,
    )
}

const unsupported = (pointer: string | null): never => {
  const detail = 'This service cannot do that.'
  if (pointer === null) return refuse('not-found', detail)
  const errors = [{ pointer, code: 'unsupported', detail }]
  throw new ProblemError(problem('fields-invalid', detail, { errors }))
}

const demandOffered = (entry: Entry, effect: Effect, pointer: string | null): Capability => {
  const capability = entry.profile.capabilities.find(one => one.effect === effect)
  if (capability === undefined) return unsupported(pointer)
  demandPlan(entry, effect)
  return capability
}

const entryOf = ({ entry }: FastifyRequest): Entry => entry ?? demandToken()

/**
 * Ends the request unless the service has `effect`, its plan includes it, and the caller may have it. Where a member of
 * the body asks for the effect, `pointer` is that member: one that the service does not have is then `fields-invalid`.
 */
export const demandEffect = (
  request: FastifyRequest,
  effect: Effect,
  pointer: string | null = null,
): void => {
  const entry = entryOf(request)
  demandPermission(entry, demandOffered(entry, effect, pointer))
}

/** The same, whatever the caller may have: for a member that belongs to another effect, as the expiry of a new key. */
export const demandIncluded = (request: FastifyRequest, effect: Effect, pointer: string): void => {
  demandOffered(entryOf(request), effect, pointer)
}

/** Ends the request when the caller may not enter this environment. */
export const demandEnvironment = (caller: Caller, environment: string | null): void => {
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

type Admission = (
  request: FastifyRequest,
  answer: { readonly headers: (values: Record<string, string>) => unknown },
) => void

/**
 * Lets a request in, or ends it: 401, 429, then 404 (not in the profile), 403 (plan, permission, environment). The
 * answer gets the headers of the rate limit.
 */
export const prepareAdmission = ({
  reads,
  profile,
  rateLimit,
}: Pick<Parts, 'reads' | 'profile' | 'rateLimit'>): Admission => {
  const findCaller = prepareFindCaller(reads)
  const readPlan = prepareReadPlan(reads, profile)
  return (request, answer) => {
    const access = request.is404 ? 'public' : request.routeOptions.config.access
    if (access === undefined) throw new Error(`No access is declared for ${request.url}`)
    if (access === 'public') return
    const { caller, token } = authenticate(findCaller, request.headers.authorization)
    const allowance = rateLimit.take(caller.id)
    answer.headers({ ...rateLimitHeaders(rateLimit.perMinute, allowance) })
    if (!allowance.allowed) refuse('rate-limited', `Try again in ${allowance.reset} seconds.`)
    request.entry = { caller, token, profile, plan: readPlan() }
    if (access !== 'token') demandEffect(request, access.effect)
    demandEnvironment(caller, environmentOf(request))
  }
}

/** The caller of a route that is not public. */
export const callerOf = (request: FastifyRequest): Caller => entryOf(request).caller

/** The admin token of a route that is not public. */
export const tokenOf = (request: FastifyRequest): string => entryOf(request).token

/** The plan that is in force for this request. */
export const planOf = (request: FastifyRequest): Plan => entryOf(request).plan
