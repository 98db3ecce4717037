import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import type { TransportResponse } from '../../../src/main/base/transport.ts'
import type { Connector, Http, Operations } from '../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../src/main/connectors/http.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import { infoOf } from '../../../src/shared/error.ts'

/** A service of the connector's kind that really runs. */
export type Harness = {
  readonly http: (environment: Environment) => Http
  /** What an integration that presents this secret hears: true when it is let in. */
  readonly accepts: (environment: Environment, secret: string) => Promise<boolean>
}

const key = { id: 'key_1', version: '"1"' }
const draft = (name: string) => ({ name, description: 'made by the conformance suite' })

/** Every operation that the connector has, with an input that is fine. */
const calls = (
  operations: Operations,
): readonly (readonly [keyof Operations, (http: Http) => Promise<unknown>])[] =>
  (
    [
      ['describe', http => operations.describe(http)],
      ['list', http => operations.list(http, null)],
      ['changes', http => operations.changes?.(http, 'cursor')],
      ['get', http => operations.get(http, key.id)],
      ['create', http => operations.create?.(http, draft('a'), randomUUID())],
      ['edit', http => operations.edit?.(http, key, draft('a'))],
      ['suspend', http => operations.suspend?.(http, key)],
      ['resume', http => operations.resume?.(http, key)],
      ['delete', http => operations.delete?.(http, key)],
    ] as const satisfies readonly (readonly [keyof Operations, (http: Http) => unknown])[]
  )
    .filter(([name]) => operations[name] !== undefined)
    .map(([name, run]) => [name, async http => run(http)] as const)

const canned = (response: Partial<TransportResponse>): Http =>
  createHttp({
    transport: async () => ({ status: 200, headers: {}, body: '', ...response }),
    endpoint: {
      origin: 'https://keys.example.com',
      trust: { ca: null, pin: null },
      environment: 'preview',
    },
    credential: secret('admin-canary'),
    now: () => 0,
  })

const json = { 'content-type': 'application/json' }
const bad = [
  ['401', { status: 401 }, ['unauthorized']],
  ['403', { status: 403 }, ['forbidden']],
  ['429', { status: 429 }, ['rate-limited']],
  ['500 with an empty body', { status: 500 }, ['service-failed']],
  ['503 with HTML', { status: 503, body: '<html>' }, ['service-failed']],
  ['a redirect', { status: 302, headers: { location: 'https://x' } }, ['redirected']],
  ['a web page', { headers: { 'content-type': 'text/html' }, body: '<html>' }, ['bad-response']],
  ['an empty object', { headers: json, body: '{}' }, ['bad-response']],
  ['null', { headers: json, body: 'null' }, ['bad-response']],
  ['an array', { headers: json, body: '[]' }, ['bad-response']],
  ['200 that holds an error', { headers: json, body: '{"error":"no"}' }, ['bad-response']],
  ['half an answer', { headers: json, body: '{"data":[' }, ['bad-response']],
] as const

/** What every connector must do, whatever its service. */
export const describeConformance = (connector: Connector, harness: () => Harness): void => {
  describe(`${connector.id}: answers that are not fine`, () => {
    const cases = calls(connector.operations).flatMap(([name, run]) =>
      bad.map(([what, response, codes]) => ({ name, run, what, response, codes })),
    )
    it.each(cases)('$name meets $what', async ({ name, run, response, codes }) => {
      const failure = await run(canned(response)).catch(infoOf)
      // A delete needs no body to have succeeded.
      if (name === 'delete' && !('status' in response) && failure instanceof Object) {
        expect([{ alreadyGone: false }, { code: 'bad-response' }]).toContainEqual(
          'code' in failure ? { code: failure.code } : failure,
        )
        return
      }
      expect(codes).toContain(
        failure instanceof Object && 'code' in failure ? failure.code : failure,
      )
    })
  })

  describe(`${connector.id}: a running service`, () => {
    it('describes itself', async () => {
      const profile = await connector.operations.describe(harness().http('preview'))
      expect(profile.service).not.toBe('')
      expect(profile.effects.some(({ supported }) => supported)).toBe(true)
    })

    it.runIf(connector.operations.create)('makes, finds, changes and deletes a key', async () => {
      await liveThrough(connector, harness(), 'preview')
      await liveThrough(connector, harness(), 'production')
    })

    it.runIf(connector.createReplayMs !== null)('makes one key for one intent', async () => {
      const { create, list } = connector.operations
      const http = harness().http('preview')
      const intent = randomUUID()
      const one = await create?.(http, draft('replayed'), intent)
      const other = await create?.(http, draft('replayed'), intent)
      expect(other?.key.id).toBe(one?.key.id)
      expect(other?.secret.expose()).toBe(one?.secret.expose())
      const named = (await list(http, null)).keys.filter(({ name }) => name === 'replayed')
      expect(named).toHaveLength(1)
    })
  })
}

const liveThrough = async (
  { operations }: Connector,
  { http: open, accepts }: Harness,
  environment: Environment,
): Promise<void> => {
  const http = open(environment)
  const other = environment === 'preview' ? 'production' : 'preview'
  const before = await operations.list(http, null)
  const created = await operations.create?.(http, draft('live'), randomUUID())
  if (!created) throw new Error('create answered nothing')
  const { key, secret } = created
  expect(key.state).toBe('active')
  expect(JSON.stringify(key)).not.toContain(secret.expose())
  expect(await accepts(environment, secret.expose())).toBe(true)
  expect(await accepts(other, secret.expose())).toBe(false)
  // Use may be counted late.
  const { lastUsedAt: _at, usageCount: _count, ...lasting } = key
  expect(await operations.get(http, key.id)).toMatchObject(lasting)

  const renamed = await operations.edit?.(http, key, draft('renamed'))
  if (renamed) {
    expect(renamed.name).toBe('renamed')
    const stale = await operations.edit?.(http, key, draft('late')).catch(infoOf)
    expect(stale).toEqual({ code: 'changed-elsewhere' })
  }
  let latest = renamed ?? key
  if (operations.suspend && operations.resume) {
    latest = await operations.suspend(http, latest)
    expect(latest.state).toBe('suspended')
    expect(await accepts(environment, secret.expose())).toBe(false)
    latest = await operations.resume(http, latest)
    expect(await accepts(environment, secret.expose())).toBe(true)
  }
  if (operations.changes && before.changes !== null) {
    const page = await operations.changes(http, before.changes)
    expect(page).toMatchObject({ kind: 'changes' })
    const seen = page.kind === 'changes' ? page.changes : []
    expect(seen).toContainEqual({ kind: 'upsert', key: expect.objectContaining({ id: key.id }) })
    expect(await operations.changes(http, 'no-such-cursor')).toEqual({ kind: 'expired' })
  }
  expect(await operations.delete?.(http, latest)).toEqual({ alreadyGone: false })
  expect(await operations.delete?.(http, latest)).toEqual({ alreadyGone: true })
  expect(await accepts(environment, secret.expose())).toBe(false)
  expect(await operations.get(http, key.id).catch(infoOf)).toMatchObject({ code: 'not-found' })
}
