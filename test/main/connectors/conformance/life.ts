import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { secret as hidden } from '../../../../src/main/base/secret.ts'
import type { Http, Operations } from '../../../../src/main/connectors/connector.ts'
import type { Environment } from '../../../../src/shared/domain/environment.ts'
import type { KeyRecord } from '../../../../src/shared/domain/key.ts'
import type { Effect, Profile } from '../../../../src/shared/domain/profile.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { draft } from './calls.ts'
import type { Opened } from './open.ts'

/** One environment of a service that runs, and what it says that it can do. */
export type Life = {
  readonly opened: Opened
  readonly operations: Operations
  readonly environment: Environment
  readonly http: Http
  readonly profile: Profile
  readonly can: (effect: Effect) => boolean
  /** The service's clock, in ms since 1970 UTC. */
  readonly now: () => number
}

export const begin = async (opened: Opened, environment: Environment): Promise<Life> => {
  const http = opened.http(environment)
  const profile = await opened.operations.describe(http)
  const ahead = (profile.serverTime ?? Date.now()) - Date.now()
  return {
    ...{ opened, operations: opened.operations, environment, http, profile },
    can: effect => profile.effects.some(rule => rule.effect === effect && rule.supported),
    now: () => Date.now() + ahead,
  }
}

/** Short enough for every service, and no other's. */
export const named = (what: string): string => `${what}-${randomUUID().slice(0, 8)}`

export const made = <T>(answer: T | undefined): T => {
  if (answer === undefined) throw new Error('The connector lacks an operation that its service has')
  return answer
}

/** What of a key does not change by its use alone. */
export const lasting = ({ lastUsedAt: _at, usageCount: _count, ...rest }: KeyRecord) => rest

type List = { readonly keys: readonly KeyRecord[]; readonly truncated: boolean }

/** The whole list, page by page. Nothing may be lost without being told. */
export const readList = async ({
  operations,
  http,
}: Pick<Life, 'operations' | 'http'>): Promise<List> => {
  const keys: KeyRecord[] = []
  const cursors = new Set<string>()
  let truncated = false
  let cursor: string | null = null
  do {
    const page = await operations.list(http, cursor)
    keys.push(...page.keys)
    truncated = page.truncated
    cursor = page.next
    if (cursor !== null && cursors.has(cursor)) throw new Error('The list does not end')
    if (cursor !== null) cursors.add(cursor)
    else if (page.total !== null && !page.truncated) expect(keys).toHaveLength(page.total)
  } while (cursor !== null)
  expect(new Set(keys.map(key => key.id)).size).toBe(keys.length)
  return { keys, truncated }
}

export const listAll = async (life: Life): Promise<readonly KeyRecord[]> =>
  (await readList(life)).keys

export type Had = { readonly key: KeyRecord; readonly secret: string | null }

/** A new key, or a system where it makes none; past the connector where it makes neither. */
export const obtain = async (life: Life, name: string): Promise<Had> => {
  const { opened, operations, environment, http } = life
  if (life.can('create')) {
    const created = made(await operations.create?.(http, draft(name), randomUUID()))
    opened.hide(created.secret.expose())
    return { key: created.key, secret: created.secret.expose() }
  }
  if (life.can('create-system')) {
    const key = made(await operations.createSystem?.(http, draft(name), randomUUID()))
    return { key, secret: null }
  }
  const { seed } = opened.running
  if (!seed) throw new Error('The service makes no keys: its harness needs `seed`')
  const secret = await seed(environment, name)
  if (secret !== null) opened.hide(secret)
  const key = (await listAll(life)).find(candidate => candidate.name === name)
  if (!key) throw new Error(`The list lacks the key ${name}`)
  return { key, secret }
}

/** Asks until it is so, for as long as the service says that a change may take. */
export const comesTrue = async (
  { profile, opened }: Life,
  ask: () => Promise<boolean>,
): Promise<boolean> => {
  if (await ask()) return true
  const ms = (profile.propagationSeconds ?? 0) * 1000
  const { pass } = opened.running
  if (pass) {
    await pass(ms)
    return ask()
  }
  const end = performance.now() + ms
  while (performance.now() < end) {
    await pause(500)
    if (await ask()) return true
  }
  return false
}

const isDead = (verdict: string | undefined): boolean =>
  verdict !== undefined && verdict !== 'valid' && verdict !== 'unknown'

/** What an integration hears, what the window is told and what a probe finds: the three agree in time. */
export const acceptance = async (life: Life, had: Had, isAlive: boolean): Promise<void> => {
  const { operations, http, opened, environment } = life
  const { secret } = had
  if (secret === null) return
  const heard = () => opened.running.accepts(environment, secret)
  expect(await comesTrue(life, async () => (await heard()) === isAlive)).toBe(true)
  if (!operations.check) return
  const checked = async () => made(await operations.check?.(http, hidden(secret)))
  if (isAlive) {
    const { verdict, id } = await checked()
    expect(verdict).toBe('valid')
    expect([null, had.key.id]).toContain(id)
  } else expect(await comesTrue(life, async () => isDead((await checked()).verdict))).toBe(true)
}

/** Does what ends a key and sees that it is dead, by whatever can tell. */
export const ends = async <T>(life: Life, had: Had, end: () => Promise<T>): Promise<T> => {
  const { operations, http } = life
  const probe = await operations.probe?.(http, had.key.id)
  if (probe) expect(await probe()).toBe('valid')
  const answer = await end()
  await acceptance(life, had, false)
  if (probe) expect(await comesTrue(life, async () => isDead(await probe()))).toBe(true)
  return answer
}

export const refusal = async (attempt: Promise<unknown> | undefined): Promise<unknown> => {
  if (attempt === undefined) throw new Error('There was nothing to refuse')
  return attempt.catch(cause => infoOf(cause) ?? cause)
}
