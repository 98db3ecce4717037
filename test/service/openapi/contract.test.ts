import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writePlan } from '../../../src/service/plan.ts'
import { claviger } from '../../../src/service/profiles/claviger.ts'
import { profiles } from '../../../src/service/profiles/index.ts'
import { effects } from '../../../src/service/profiles/profile.ts'
import { actorIn } from '../actor.ts'
import { startTestService } from '../harness.ts'
import { brokenAt } from './broken.ts'
import { operationsOf, readDocument, valuesOf } from './document.ts'
import { type Exchange, exchangeAll } from './exchange.ts'
import { judge } from './judge.ts'
import { lintFindings } from './lint.ts'
import { answerFaults } from './validator.ts'
import { type World, wishes } from './wishes.ts'

const plans = {
  least: { name: 'least', missing: effects },
  whole: { name: 'whole', missing: [] },
}

// Every problem that some profile has can come about here.
const uniqueNames = ['key', 'system'] as const

const startWorld = async (): Promise<World> => {
  const start = Date.now()
  let clock = start
  const now = () => clock
  const service = await startTestService({
    now,
    profile: { ...claviger, plans: [plans.least, plans.whole], uniqueNames },
  })
  const limited = await startTestService({ now: () => start, rateLimit: 1 })
  await limited.call('GET', '/v1/profile')
  const bare = await startTestService({ profile: { ...claviger, capabilities: [] } })
  return {
    ...{ service, limited, bare, now, actor: actorIn(service) },
    usePlan: plan => writePlan(service.service.database, plans[plan]),
    wait: seconds => {
      clock += seconds * 1000
    },
  }
}

const hundredsOfRequestsMs = 120_000

const document = await readDocument()
const operations = await operationsOf(document)
let world: World
let exchanges: readonly Exchange[]
beforeAll(async () => {
  world = await startWorld()
  exchanges = await exchangeAll(world, operations)
}, hundredsOfRequestsMs)
afterAll(async () => {
  for (const service of [world.service, world.limited, world.bare]) await service.remove()
})

test('the service answers its own document', async () => {
  const answer = await world.limited.call('GET', '/v1/openapi.json', { token: null })
  expect(answer.json).toEqual(document)
})

test('the running service and its document agree on every operation, success, problem and header', async () => {
  expect(await judge(document, exchanges)).toEqual([])
  expect(world.service.faults).toEqual([])
})

test.each([
  ['Verification', 'code'],
  ['Key', 'status'],
  ['Key', 'kind'],
])('every value that the document names for %s.%s is answered', (schema, member) => {
  const texts = exchanges.map(({ answer }) => answer.text)
  const named = valuesOf(document, schema, member)
  expect(named.length).toBeGreaterThan(1)
  expect(
    named.filter(value => !texts.some(text => text.includes(`"${member}":"${value}"`))),
  ).toEqual([])
})

describe.each(profiles.map(profile => [profile.name, profile] as const))(
  'the service with the profile %s',
  (_name, profile) => {
    test('describes itself as the document says, and writes a document that the linter accepts', async () => {
      const service = await startTestService({ profile })
      try {
        const getProfile = operations.find(({ operationId }) => operationId === 'getProfile')
        if (!getProfile) throw new Error('There is no getProfile')
        expect(answerFaults(getProfile, await service.call('GET', '/v1/profile'))).toEqual([])
        const own = await service.call('GET', '/v1/openapi.json')
        expect(await lintFindings(own.json)).toEqual([])
      } finally {
        await service.remove()
      }
    })
  },
)

test('every operation has its request, and no other has', () => {
  const ids = operations.map(({ operationId }) => operationId)
  expect(Object.keys(wishes).toSorted()).toEqual(ids.toSorted())
})

const list = '/paths/~1v1~1environments~1{environment}~1keys/get'
const create = '/paths/~1v1~1environments~1{environment}~1keys/post'
const one = '/paths/~1v1~1environments~1{environment}~1keys~1{id}'
const key = '/components/schemas/Key/properties'

test.each([
  ['lacks an operation', `${one}/delete`, undefined, 'deleteKey is not documented'],
  ['names another operation', `${one}/delete/operationId`, 'dropKey', 'dropKey never answered 204'],
  ['lacks a success', `${list}/responses/200`, undefined, 'listKeys 200: status is not documented'],
  ['lacks a status', `${list}/responses/401`, undefined, 'listKeys 401: status is not documented'],
  [
    'names a success more',
    `${list}/responses/206`,
    { description: 'Part' },
    'listKeys never answered 206',
  ],
  [
    'lacks a problem',
    '/components/responses/not-found/content/application~1problem+json/examples',
    {},
    'getKey 404: problem not-found is not documented',
  ],
  [
    'has another content type',
    '/components/responses/not-found/content',
    { 'application/json': { schema: {} } },
    'getKey 404: answer of application/problem+json is not documented',
  ],
  [
    'has no body',
    `${list}/responses/200/content`,
    undefined,
    'listKeys 200: answer has a body that is not documented',
  ],
  [
    'lacks a header',
    `${create}/responses/201/headers/ETag`,
    undefined,
    'createKey 201: answer header must NOT have additional properties (etag)',
  ],
  [
    'names a header more',
    `${list}/responses/200/headers/Link`,
    { schema: { type: 'string' } },
    'listKeys never answered 200 with the header Link',
  ],
  [
    'has another type of a header',
    '/components/headers/ETag/schema',
    { type: 'integer' },
    'getKey 200: answer header/etag must be integer',
  ],
  [
    'lacks a member of an answer',
    `${key}/createdBy`,
    undefined,
    'getKey 200: answer body must NOT have additional properties (createdBy)',
  ],
  [
    'has another type of a member',
    `${key}/usageCount/type`,
    'string',
    'getKey 200: answer body/usageCount must be string',
  ],
  [
    'has another format of a member',
    `${key}/createdAt/format`,
    'email',
    'getKey 200: answer body/createdAt must match format "email"',
  ],
  [
    'demands a member more',
    '/components/schemas/Key/required/0',
    'owner',
    "getKey 200: answer body must have required property 'owner'",
  ],
  [
    'lacks a value',
    `${key}/environment/enum`,
    ['production'],
    'getKey 200: answer body/environment must be equal to one of the allowed values',
  ],
  [
    'lacks a member of a problem',
    '/components/schemas/Problem/properties/permission',
    undefined,
    'getKey 403: answer body must NOT have additional properties (permission)',
  ],
  [
    'lacks a parameter',
    `${list}/parameters`,
    [],
    'listKeys 200: request query must NOT have additional properties (limit)',
  ],
  [
    'lacks a member of a request',
    `${create}/requestBody/content/application~1json/schema/properties/description`,
    undefined,
    'createKey 201: request body must NOT have additional properties (description)',
  ],
  [
    'allows a request without its body',
    `${create}/requestBody/content/application~1json/schema`,
    {},
    'createKey allows what is refused with fields-invalid',
  ],
  [
    'asks for no token',
    `${list}/security`,
    [],
    'listKeys allows what is refused with unauthorized',
  ],
  [
    'asks for a token',
    '/paths/~1v1~1health/get/security',
    [{ adminToken: [] }],
    'getHealth 200: request has no token',
  ],
])('a document that %s does not agree', async (_what, pointer, value, fault) => {
  const faults = await judge(brokenAt(document, pointer, value), exchanges)
  expect(faults).toContain(fault)
})

test('a service that keeps silent about an operation does not agree', async () => {
  const others = exchanges.filter(({ operation }) => operation !== 'listAudit')
  expect(await judge(document, others)).toContain('listAudit never answered 200')
})
