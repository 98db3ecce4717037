import { z } from 'zod'
import type { Key } from '../../../src/service/wire.ts'
import type { TestService } from '../harness.ts'
import type { Operation } from './document.ts'
import type { Exchange } from './exchange.ts'
import type { Wish } from './validator.ts'
import {
  createExpired,
  createKey,
  createRevoked,
  createSystem,
  nameOne,
  type World,
} from './wishes.ts'

/** What a refusal is made from: a request that would succeed, and how to send another. */
export type Given = {
  readonly operation: Operation
  readonly world: World
  readonly good: () => Promise<Wish>
  readonly send: (wish: Wish, service?: TestService) => Promise<Exchange>
}
type Refusal = (given: Given) => Promise<Exchange | readonly Exchange[]>

const spoilt =
  (spoil: (good: Wish, world: World) => Wish | Promise<Wish>): Refusal =>
  async ({ good, send, world }) =>
    send(await spoil(await good(), world))

const withHeaders = (good: Wish, headers: Readonly<Record<string, string>>): Wish => ({
  ...good,
  headers: { ...good.headers, ...headers },
})

const withoutHeader = (good: Wish, name: string): Wish => {
  const { [name]: _dropped, ...headers } = good.headers ?? {}
  return { ...good, headers }
}

/** The same request of another key, or system. */
const aimed = (good: Wish, { id, etag }: z.infer<typeof Key>): Wish => ({
  ...(good.headers?.['If-Match'] === undefined ? good : withHeaders(good, { 'If-Match': etag })),
  path: { ...good.path, id },
})

// The name of a key that is revoked, and of a system without a key, may still change.
const stateOf = (good: Wish): Wish =>
  good.body instanceof Object && 'name' in good.body
    ? { ...good, body: { status: 'suspended' } }
    : good

const notFound: Refusal = async ({ operation, good, send, world: { bare } }) => {
  const { path, ...rest } = await good()
  // An address without a name in it is missing only where the service lacks its effect.
  if (path === undefined) return send(rest, bare)
  // What an integration hears that presents a key which is not there is an answer.
  const isAnswered = operation.operationId === 'verifyKeyById'
  const missing = 'id' in path && !isAnswered ? { id: 'key_none' } : { environment: 'nowhere' }
  return send({ ...rest, path: { ...path, ...missing } })
}

const requestInvalid: Refusal = async ({ operation: { parameters }, good, send }) => {
  const wish = await good()
  if (wish.body !== undefined) return send({ ...wish, body: '{' })
  const number = parameters.find(({ schema }) => schema.type === 'integer')?.name ?? 'limit'
  return send({ ...wish, query: { ...wish.query, [number]: '0' } })
}

const nameTaken: Refusal = async ({ good, send, world }) => {
  const name = nameOne()
  await createKey(world, { name })
  await createSystem(world, name)
  const { path, ...wish } = { ...(await good()), body: { name: ` ${name.toUpperCase()}` } }
  if (path?.id === undefined) return send({ ...wish, path: { ...path } })
  return send(aimed({ ...wish, path }, await createSystem(world)))
}

const reused: Refusal = async ({ good, send }) => {
  const first = await good()
  await send(first)
  return send({ ...first, body: (await good()).body })
}

const sealed: Refusal = async ({ good, send, world: { service } }) => {
  const first = { ...(await good()), token: await service.issue({ name: 'renewed' }) }
  await send(first)
  return send({ ...first, token: await service.issue({ name: 'renewed' }) })
}

// What only the service can refuse: it depends on its clock and its profile.
const refusedValues = [
  ['expiresAt', '2020-01-01T00:00:00.000Z'],
  ['expiresAt', '2999-01-01T00:00:00.000Z'],
  ['overlapSeconds', 1_000_000_000],
] as const

const fieldsInvalid: Refusal = async ({ operation, good, send }) => {
  const wish = await good()
  const schema = operation.requestBody?.content['application/json']?.schema
  const members = z.looseObject({}).parse(schema?.properties)
  const bodies = refusedValues
    .filter(([name]) => name in members)
    .map(([name, value]) => ({ ...Object(wish.body), [name]: value }))
  return Promise.all([{ unknown: true }, ...bodies].map(body => send({ ...wish, body })))
}

/** How each problem comes about, by its name in the document; null for one that cannot be brought about from outside. */
export const refusals: Readonly<Record<string, Refusal | null>> = {
  unauthorized: spoilt(good => ({ ...good, token: null })),
  'permission-missing': spoilt(async (good, { service }) => ({
    ...good,
    token: await service.issue({ name: 'powerless', permissions: [] }),
  })),
  'environment-forbidden': spoilt(async (good, { service }) => ({
    ...good,
    token: await service.issue({ name: 'elsewhere', environments: ['production'] }),
  })),
  'plan-required': async ({ good, send, world }) => {
    const wish = await good()
    await world.usePlan('least')
    return send(wish).finally(() => world.usePlan('whole'))
  },
  'rate-limited': async ({ good, send, world: { limited } }) => send(await good(), limited),
  'not-found': notFound,
  'name-taken': nameTaken,
  'request-invalid': requestInvalid,
  'cursor-invalid': spoilt(good => ({ ...good, query: { cursor: 'made-up' } })),
  'changes-expired': spoilt(good => ({ ...good, query: { after: 'made-up' } })),
  'body-too-large': spoilt(good => ({ ...good, body: JSON.stringify('x'.repeat(70_000)) })),
  'content-type-unsupported': spoilt(good => withHeaders(good, { 'content-type': 'text/plain' })),
  'fields-invalid': fieldsInvalid,
  'idempotency-key-required': spoilt(good => withoutHeader(good, 'Idempotency-Key')),
  'idempotency-key-invalid': spoilt(good => withHeaders(good, { 'Idempotency-Key': 'short' })),
  'idempotency-key-reused': reused,
  'idempotency-answer-sealed': sealed,
  'precondition-required': spoilt(good => withoutHeader(good, 'If-Match')),
  'precondition-failed': spoilt(good => withHeaders(good, { 'If-Match': '"another"' })),
  'key-exists': spoilt(async (good, world) => aimed(good, (await createKey(world)).key)),
  'no-key': spoilt(async (good, world) => aimed(stateOf(good), await createSystem(world))),
  'key-revoked': spoilt(async (good, world) =>
    aimed(stateOf(good), (await createRevoked(world)).key),
  ),
  'key-expired': spoilt(async (good, world) =>
    aimed(stateOf(good), (await createExpired(world)).key),
  ),
  // Takes two requests at the same instant: idempotency.test.ts has it.
  'idempotency-key-in-flight': null,
  // Takes a fault of the service: errors.test.ts has it.
  internal: null,
}

/** Problems of requests that the document itself forbids. */
export const forbidden: ReadonlySet<string> = new Set([
  ...['unauthorized', 'request-invalid', 'fields-invalid', 'content-type-unsupported'],
  ...['idempotency-key-required', 'idempotency-key-invalid', 'precondition-required'],
])

const parameterOf: Readonly<Record<string, string>> = {
  'cursor-invalid': 'cursor',
  'changes-expired': 'after',
  'precondition-required': 'If-Match',
  'precondition-failed': 'If-Match',
  'idempotency-key-required': 'Idempotency-Key',
  'idempotency-key-invalid': 'Idempotency-Key',
  'not-found': 'environment',
  'environment-forbidden': 'environment',
  'key-exists': 'id',
  'no-key': 'id',
  'key-revoked': 'id',
  'key-expired': 'id',
}
const ofBodies: ReadonlySet<string> = new Set([
  ...['name-taken', 'fields-invalid', 'body-too-large', 'content-type-unsupported'],
  'idempotency-key-reused',
])

/** Whether an operation that does not document a problem could have it all the same, by what it takes. */
export const concerns = ({ parameters, requestBody }: Operation, problem: string): boolean => {
  const parameter = parameterOf[problem]
  if (parameter !== undefined) return parameters.some(({ name }) => name === parameter)
  return requestBody !== undefined || !ofBodies.has(problem)
}
