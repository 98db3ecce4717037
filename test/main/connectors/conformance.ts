import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import type { TransportResponse } from '../../../src/main/base/transport.ts'
import type {
  Connector,
  CreatedKey,
  Http,
  Operations,
} from '../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../src/main/connectors/http.ts'
import { type Environment, environments } from '../../../src/shared/domain/environment.ts'
import type { KeyRecord } from '../../../src/shared/domain/key.ts'
import { type Effect, Profile } from '../../../src/shared/domain/profile.ts'
import { infoOf } from '../../../src/shared/error.ts'

/** A service of the connector's kind that really runs. */
export type Harness = {
  readonly http: (environment: Environment) => Http
  /** What an integration that presents this secret hears: true when it is let in. */
  readonly accepts: (environment: Environment, secret: string) => Promise<boolean>
}

const key = { id: 'key_1', version: '"1"' }
const draft = (name: string) => ({ name, description: null, expiresAt: null })

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
      ['createSystem', http => operations.createSystem?.(http, draft('a'), randomUUID())],
      ['generate', http => operations.generate?.(http, key, randomUUID())],
      ['rotate', http => operations.rotate?.(http, key, 0, randomUUID())],
      ['edit', http => operations.edit?.(http, key, { name: 'a' })],
      ['suspend', http => operations.suspend?.(http, key)],
      ['resume', http => operations.resume?.(http, key)],
      ['revoke', http => operations.revoke?.(http, key)],
      ['delete', http => operations.delete?.(http, key)],
      ['check', http => operations.check?.(http, secret('key-canary'))],
      ['audit', http => operations.audit?.(http, null)],
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

/** What every connector must do with answers that are not fine. */
export const describeFailures = (connector: Connector): void => {
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
}

/** What every connector must do with a service that runs, by what that service says that it can do. */
export const describeLive = (connector: Connector, name: string, harness: () => Harness): void => {
  const { operations } = connector
  const supports = async (effect: Effect): Promise<boolean> => {
    const { effects } = await operations.describe(harness().http('preview'))
    return effects.some(rule => rule.effect === effect && rule.supported)
  }
  describe(`${connector.id}: a running service, ${name}`, () => {
    it('describes itself in the words that the page takes', async () => {
      const profile = await operations.describe(harness().http('preview'))
      expect(profile.service).not.toBe('')
      expect(Profile.parse(profile)).toEqual(profile)
      for (const { effect } of profile.effects.filter(({ supported }) => supported)) {
        expect(profile.words[effect]?.label, effect).toBeTruthy()
      }
    })

    it.each(environments)('makes, finds, changes and deletes a key in %s', async environment => {
      if (await supports('create')) await keyLives(operations, harness(), environment, supports)
      if (await supports('create-system')) await systemLives(operations, harness(), environment)
    })

    it.runIf(connector.replayMs !== null)('makes one secret for one intent', async () => {
      const http = harness().http('preview')
      for (const issue of await issuesOf(operations, http, supports)) {
        const intent = randomUUID()
        const one = await issue(intent)
        const other = await issue(intent)
        expect(other.key.id).toBe(one.key.id)
        expect(other.secret.expose()).toBe(one.secret.expose())
        expect(await harness().accepts('preview', one.secret.expose())).toBe(true)
      }
      const names = (await operations.list(http, null)).keys.map(key => key.name)
      expect(names).toEqual([...new Set(names)])
    })

    it.runIf(operations.audit)('tells what was done, of one environment', async () => {
      const http = harness().http('production')
      if (!(await supports('audit'))) return
      const page = await operations.audit?.(http, null)
      expect(page?.entries.length).toBeGreaterThan(0)
      expect(new Set(page?.entries.map(entry => entry.environment))).toEqual(
        new Set(['production']),
      )
    })
  })
}

type Supports = (effect: Effect) => Promise<boolean>
type Issue = (intent: string) => Promise<CreatedKey>

const made = <T>(answer: T | undefined): T => {
  if (answer === undefined) throw new Error('The connector lacks an operation that its service has')
  return answer
}

/** Each way to a secret that the service has, of a key or system of its own. */
const issuesOf = async (
  operations: Operations,
  http: Http,
  supports: Supports,
): Promise<readonly Issue[]> => {
  const issues: Issue[] = []
  if (await supports('create')) {
    issues.push(async intent => made(await operations.create?.(http, draft('replayed'), intent)))
  }
  if (await supports('rotate')) {
    const { key } = made(await operations.create?.(http, draft('rotated'), randomUUID()))
    issues.push(async intent => made(await operations.rotate?.(http, key, 0, intent)))
  }
  if (await supports('generate')) {
    const system = made(await operations.createSystem?.(http, draft('generated'), randomUUID()))
    issues.push(async intent => made(await operations.generate?.(http, system, intent)))
  }
  return issues
}

const keyLives = async (
  operations: Operations,
  { http: open, accepts }: Harness,
  environment: Environment,
  supports: Supports,
): Promise<void> => {
  const http = open(environment)
  const other = environment === 'preview' ? 'production' : 'preview'
  const before = await operations.list(http, null)
  const { key, secret } = made(await operations.create?.(http, draft('live'), randomUUID()))
  const isAccepted = () => accepts(environment, secret.expose())
  expect([key.kind, key.state]).toEqual(['key', 'active'])
  expect(JSON.stringify(key)).not.toContain(secret.expose())
  expect(await isAccepted()).toBe(true)
  expect(await accepts(other, secret.expose())).toBe(false)
  expect(await operations.check?.(http, secret)).toEqual({ verdict: 'valid', id: key.id })
  // Use may be counted late.
  const { lastUsedAt: _at, usageCount: _count, ...lasting } = key
  expect(await operations.get(http, key.id)).toMatchObject(lasting)

  let latest: KeyRecord = key
  if (await supports('rename')) {
    latest = made(await operations.edit?.(http, latest, { name: 'renamed' }))
    expect(latest).toMatchObject({ name: 'renamed', description: key.description })
    const stale = await operations.edit?.(http, key, { name: 'late' }).catch(infoOf)
    expect(stale).toEqual({ code: 'changed-elsewhere' })
  }
  if (await supports('describe')) {
    const { name } = latest
    latest = made(await operations.edit?.(http, latest, { description: 'described' }))
    expect(latest).toMatchObject({ name, description: 'described' })
    latest = made(await operations.edit?.(http, latest, { description: null }))
    expect(latest.description).toBeNull()
  }
  if (await supports('suspend')) {
    latest = made(await operations.suspend?.(http, latest))
    expect([latest.state, await isAccepted()]).toEqual(['suspended', false])
    latest = made(await operations.resume?.(http, latest))
    expect([latest.state, await isAccepted()]).toEqual(['active', true])
    latest = made(await operations.edit?.(http, latest, { state: 'suspended' }))
    expect([latest.state, await isAccepted()]).toEqual(['suspended', false])
    latest = made(await operations.edit?.(http, latest, { state: 'active' }))
  }
  if (await supports('expire')) {
    const expiresAt = Math.floor(Date.now() / 1000) * 1000 + 3_600_000
    latest = made(await operations.edit?.(http, latest, { expiresAt }))
    expect(latest.expiresAt).toBe(expiresAt)
    const past = await operations.edit?.(http, latest, { expiresAt: 0 }).catch(infoOf)
    expect(past).toMatchObject({ code: 'expiry-refused', cause: 'past' })
    latest = made(await operations.edit?.(http, latest, { expiresAt: null }))
    expect(latest.expiresAt).toBeNull()
  }
  if (await supports('rotate')) {
    const rotated = made(await operations.rotate?.(http, latest, 0, randomUUID()))
    expect(await isAccepted()).toBe(false)
    expect(await accepts(environment, rotated.secret.expose())).toBe(true)
    latest = rotated.key
  }
  if (await supports('revoke')) {
    latest = made(await operations.revoke?.(http, latest))
    expect([latest.state, await isAccepted()]).toEqual(['revoked', false])
  }
  if (operations.changes && before.changes !== null) {
    const page = await operations.changes(http, before.changes)
    const seen = page.kind === 'changes' ? page.changes : []
    const upsert = { kind: 'upsert', key: expect.objectContaining({ id: key.id }) }
    expect(seen).toContainEqual(upsert)
    expect(await operations.changes(http, 'no-such-cursor')).toEqual({ kind: 'expired' })
  }
  if (await supports('delete')) await goesForGood(operations, http, latest)
  expect(await isAccepted()).toBe(false)
}

const systemLives = async (
  operations: Operations,
  { http: open, accepts }: Harness,
  environment: Environment,
): Promise<void> => {
  const http = open(environment)
  const system = made(await operations.createSystem?.(http, draft('system'), randomUUID()))
  expect(system).toMatchObject({ kind: 'system', state: 'absent', mask: null })
  const again = operations.createSystem?.(http, draft(' SYSTEM '), randomUUID())
  expect(await again?.catch(infoOf)).toEqual({ code: 'name-taken' })
  expect(await operations.revoke?.(http, system).catch(infoOf)).toEqual({
    ...{ code: 'conflict', cause: 'no-key' },
  })

  const { key, secret } = made(await operations.generate?.(http, system, randomUUID()))
  expect(key).toMatchObject({ id: system.id, kind: 'system', state: 'active' })
  expect(await accepts(environment, secret.expose())).toBe(true)
  expect(await operations.generate?.(http, key, randomUUID()).catch(infoOf)).toEqual({
    ...{ code: 'conflict', cause: 'key-exists' },
  })
  const revoked = made(await operations.revoke?.(http, key))
  expect(revoked).toMatchObject({ state: 'absent', mask: null })
  expect(await accepts(environment, secret.expose())).toBe(false)
  await goesForGood(operations, http, revoked)
}

const goesForGood = async (operations: Operations, http: Http, key: KeyRecord): Promise<void> => {
  expect(await operations.delete?.(http, key)).toEqual({ alreadyGone: false })
  expect(await operations.delete?.(http, key)).toEqual({ alreadyGone: true })
  expect(await operations.get(http, key.id).catch(infoOf)).toMatchObject({ code: 'not-found' })
}
