import { type ProblemName, problem, problems } from './problems.ts'

/** A piece of the OpenAPI document. */
export type Json = { [member: string]: unknown }

const header = (description: string, example: string): Json => ({
  description,
  schema: { type: 'string' },
  example,
})

const headers = {
  ETag: header('The strong ETag of the key', '"Zb0mG1v9Xq3rT8sK"'),
  'Idempotency-Replayed': header('`true` when this answer was given before', 'true'),
  Location: header(
    'Path of the new key',
    '/v1/environments/preview/keys/key_k3J0a0Zp3rWmB1xq7t2LxA',
  ),
  RateLimit: header(
    'What is left (draft-ietf-httpapi-ratelimit-headers), where an admin token is needed',
    '"default";r=5999;t=60',
  ),
  'RateLimit-Policy': header(
    'What may be used, where an admin token is needed',
    '"default";q=6000;w=60',
  ),
  'Retry-After': header('Seconds to wait', '42'),
  'WWW-Authenticate': header(
    'How to authenticate (RFC 6750)',
    'Bearer realm="claviger", error="invalid_token"',
  ),
} as const

type HeaderName = keyof typeof headers

export const headerRefs = (names: readonly HeaderName[]): Json =>
  Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))

export const rateLimited = ['RateLimit', 'RateLimit-Policy'] as const

const challenging: readonly ProblemName[] = [
  'unauthorized',
  'permission-missing',
  'environment-forbidden',
]

const headersOf = (name: ProblemName): readonly HeaderName[] => {
  if (name === 'unauthorized') return ['WWW-Authenticate']
  if (challenging.includes(name)) return [...rateLimited, 'WWW-Authenticate']
  return name === 'rate-limited' ? [...rateLimited, 'Retry-After'] : rateLimited
}

const extensionOf = (name: ProblemName) => {
  if (name === 'permission-missing') return { permission: 'key:create' }
  if (name === 'environment-forbidden') return { environment: 'production' }
  if (name === 'plan-required') return { effect: 'create', plan: 'Starter' }
  if (name !== 'fields-invalid') return {}
  return { errors: [{ pointer: '/name', code: 'empty', detail: 'The name is empty.' }] }
}

const exampleOf = (name: ProblemName) => ({
  value: problem(name, `${problems[name].title}.`, extensionOf(name)),
})

const answerOf = (found: readonly ProblemName[]): Json => {
  const sent = headerRefs(found.flatMap(headersOf))
  return {
    description: `${found.map(name => problems[name].title).join('. ')}.`,
    ...(Object.keys(sent).length > 0 && { headers: sent }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(found.map(name => [name, exampleOf(name)])),
      },
    },
  }
}

/** The answers that operations share: `refs` gives those of one operation, `components` all that were asked for. */
export const collectProblemAnswers = () => {
  const responses: Json = {}
  const refOf = (found: readonly ProblemName[]): Json => {
    const name = found.join('.')
    responses[name] = answerOf(found)
    return { $ref: `#/components/responses/${name}` }
  }
  const refs = (found: readonly ProblemName[]): Json => {
    const byStatus = Object.groupBy(found, name => problems[name].status)
    return Object.fromEntries(
      Object.entries(byStatus).map(([status, some]) => [status, refOf((some ?? []).toSorted())]),
    )
  }
  return { refs, components: (): Json => ({ headers, responses }) }
}
