import { STATUS_CODES } from 'node:http'
import type { FastifyDynamicSwaggerOptions, SwaggerTransform } from '@fastify/swagger'
import type { FastifyContextConfig, FastifySchema } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { Parts } from './app.ts'
import { collectProblemAnswers, headerRefs, type Json, rateLimited } from './openapi-answers.ts'
import type { ProblemName } from './problems.ts'
import type { Effect } from './profiles/profile.ts'

const requestHeaders = {
  'Idempotency-Key': {
    description:
      'Names this wish, 16 to 255 printable ASCII characters such as a random UUID. Repeated with the same body, ' +
      'the first answer is given again, for 30 days.',
    schema: { type: 'string', minLength: 16, maxLength: 255 },
    example: 'b7f5a0c2-3c1e-4a57-9d0e-2f6a8d1c9e40',
  },
  'If-Match': {
    description: 'The ETag that was read. A weak one never matches.',
    schema: { type: 'string' },
    example: '"Zb0mG1v9Xq3rT8sK"',
  },
} as const

/** The effects that a route has; of several, the body tells which. */
const effectsOf = ({ access, demands = [] }: FastifyContextConfig): readonly Effect[] =>
  access instanceof Object ? [access.effect, ...demands] : demands

/** Everything that can go wrong with a route, from what it declares. */
const problemsOf = (config: FastifyContextConfig, schema: FastifySchema, url: string) => {
  const secured = config.access !== 'public'
  const effected = effectsOf(config).length > 0
  const scoped = url.includes(':environment')
  const takesBody = schema.body !== undefined
  const repeatable = config.reads?.['Idempotency-Key'] !== undefined
  const found: readonly (ProblemName | false)[] = [
    ...(config.problems ?? []),
    (schema.querystring !== undefined || takesBody) && 'request-invalid',
    secured && 'unauthorized',
    effected && 'plan-required',
    effected && 'permission-missing',
    secured && scoped && 'environment-forbidden',
    (effected || scoped) && 'not-found',
    takesBody && 'body-too-large',
    takesBody && 'content-type-unsupported',
    takesBody && 'fields-invalid',
    repeatable && 'idempotency-key-invalid',
    repeatable && 'idempotency-answer-sealed',
    repeatable && 'idempotency-key-in-flight',
    repeatable && takesBody && 'idempotency-key-reused',
    secured && 'rate-limited',
    'internal',
  ]
  return found.filter(name => name !== false)
}

const marker = 'x-claviger'

type Marked = {
  readonly config: FastifyContextConfig
  readonly found: readonly ProblemName[]
}

/** Leaves what the route declares in its operation, for `complete` to find. */
const transform: SwaggerTransform = given => {
  const result = jsonSchemaTransform(given)
  const config = given.route.config ?? {}
  const marked: Marked = { config, found: problemsOf(config, given.schema ?? {}, given.url) }
  return { ...result, schema: { ...result.schema, [marker]: marked } }
}

const successOf = (config: FastifyContextConfig, status: string, answer: Json): Json => ({
  ...answer,
  description: STATUS_CODES[status] ?? status,
  headers: headerRefs([
    ...(config.access === 'public' ? [] : rateLimited),
    ...(config.answers ?? []),
  ]),
})

const headerParameters = ({ reads = {} }: FastifyContextConfig): readonly Json[] =>
  (['Idempotency-Key', 'If-Match'] as const)
    .filter(name => reads[name] !== undefined)
    .map(name => ({
      name,
      in: 'header',
      required: reads[name] === 'required',
      ...requestHeaders[name],
    }))

const describe = (operation: Json, config: FastifyContextConfig): string | undefined => {
  const own = typeof operation.description === 'string' ? [operation.description] : []
  const effects = effectsOf(config).map(effect => `\`${effect}\``)
  const named = effects.length === 0 ? [] : [`Effect: ${effects.join(', ')}.`]
  return [...own, ...named].join(' ') || undefined
}

const complete = (operation: Json, problemRefs: (found: readonly ProblemName[]) => Json): Json => {
  // Both are this file's and Fastify's own work: the marker is `transform`'s, the responses an object of answers.
  const { [marker]: marked, responses, parameters, ...rest } = operation
  const { config, found } = marked as Marked
  const successes = Object.entries(responses as { [status: string]: Json })
  const { operationId, summary, tags, ...remaining } = rest
  const description = describe(operation, config)
  return {
    operationId,
    summary,
    ...remaining,
    ...(description === undefined ? {} : { description }),
    tags,
    security: config.access === 'public' ? [] : [{ adminToken: [] }],
    parameters: [...(Array.isArray(parameters) ? parameters : []), ...headerParameters(config)],
    responses: {
      ...Object.fromEntries(
        successes.map(([status, one]) => [status, successOf(config, status, one)]),
      ),
      ...problemRefs(found),
    },
  }
}

const noise = (member: string, value: unknown, schema: Json): boolean => {
  // A generator writes these for its own sake: the calendar as a pattern, the safe integers as bounds.
  if (member === 'pattern') return schema.format === 'date-time' || schema.type === 'integer'
  if (member === 'propertyNames' || member === 'readOnly') return true
  return typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER
}

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const schema: Json = { ...value }
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([member, inner]) => !noise(member, inner, schema))
      .map(([member, inner]) => [member, plain(inner)]),
  )
}

/** Answers may gain members, so nothing forbids further ones in them. */
const open = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), function (this: unknown, member, inner: unknown) {
    return member === 'additionalProperties' && inner === false ? undefined : inner
  })

/** Drops the component schemas that nothing refers to: the plug-in writes each for requests and for answers. */
const usedSchemas = (schemas: Json, elsewhere: string): Json => {
  const text = elsewhere + JSON.stringify(schemas)
  const all = Object.entries(schemas)
  const used = all.filter(([name]) => text.includes(`"#/components/schemas/${name}"`))
  return used.length === all.length ? schemas : usedSchemas(Object.fromEntries(used), elsewhere)
}

const finish = (document: Json): Json => {
  // Written by the plug-ins: an object of paths, each an object of operations, and the components.
  const { paths, components, ...rest } = document as { paths: Json; components: { schemas: Json } }
  const answers = collectProblemAnswers()
  const completed = Object.entries(paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations as { [method: string]: Json }).map(([method, operation]) => [
        method,
        complete(operation, answers.refs),
      ]),
    ),
  ])
  const shared = answers.components()
  const schemas = usedSchemas(components.schemas, JSON.stringify([completed, shared]))
  return {
    ...rest,
    paths: plain(Object.fromEntries(completed)),
    components: { ...components, ...shared, schemas: open(plain(schemas)) },
  }
}

const description = `Administers API keys in Preview and in Production, and verifies them.

Served over HTTPS alone, TLS 1.2 or later. Every answer carries \`Cache-Control: no-store\`. Problems are \`application/problem+json\` (RFC 9457); an address that exists answers other methods with 405 and \`Allow\`. Headers over 16 KiB are answered with 431, a request that takes over 30 s to arrive with 408. Readers must ignore members that they do not know, and expect further values wherever words are listed.`

const tags = [
  { name: 'Service', description: 'The service itself, and what it can do' },
  { name: 'Keys', description: 'API keys, and the systems that own one' },
  { name: 'Verification', description: 'Whether a key is accepted' },
  { name: 'Audit', description: 'What was done, when and by whom' },
]

/** How @fastify/swagger writes the document from the routes. */
export const openapiOptions = ({ profile, version }: Parts): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.1',
    info: {
      title: profile.title,
      version,
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'https://127.0.0.1:8443', description: 'The default address' }],
    tags: [...tags],
    components: {
      securitySchemes: {
        adminToken: { type: 'http', scheme: 'bearer', description: 'An admin token, `clva_…`' },
      },
    },
  },
  transform,
  transformObject: given => {
    const document = jsonSchemaTransformObject(given)
    // What went in is an OpenAPI document, and so is what comes out.
    return finish(document as Json) as typeof document
  },
})
