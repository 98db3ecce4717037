import { Buffer } from 'node:buffer'
import { readdir, readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { errorText } from '../../src/renderer/src/ui/error-text.ts'
import type { KeyRow } from '../../src/shared/contract/keys.ts'
import type { Scope } from '../../src/shared/domain/key.ts'
import type { ErrorInfo } from '../../src/shared/error.ts'
import { filesHolding, holds } from '../traces.ts'
import { record } from './figures.ts'
import type { Made } from './front.ts'
import type { Attempt, World } from './world.ts'

/** The cached lists as the window shows them. */
export type Lists = ReadonlyMap<Scope, readonly KeyRow[]>

const everything = {
  ...{ kind: null, search: '', states: null, offset: 0 },
  sort: { column: 'name', descending: false },
} as const

export const listOf = async (world: World, scope: Scope): Promise<readonly KeyRow[]> => {
  const all: KeyRow[] = []
  for (;;) {
    const ask = { ...everything, scope, offset: all.length, limit: 200 }
    const { rows, total } = await world.client.keys.window(ask)
    all.push(...rows)
    if (rows.length === 0 || all.length >= total) return all
  }
}

/** To be compared with after the fault. */
export const rememberLists = async (world: World): Promise<Lists> =>
  new Map(
    await Promise.all(
      world.scopes.map(async scope => [scope, await listOf(world, scope)] as const),
    ),
  )

export type Expected = {
  /** Everything that was tried while the fault was there. */
  readonly attempts: readonly Attempt[]
  /** The codes of its errors, each at least once; none: everything succeeded. */
  readonly codes: readonly ErrorInfo['code'][]
  /** Within so many ms each attempt was over. */
  readonly withinMs: number
  /** The lists before the fault, which must be readable and the same, but for `changed`. */
  readonly before: Lists
  /** Ids of keys that the attempt may have changed. */
  readonly changed?: readonly string[]
  /** Names of keys that the attempt may have made. */
  readonly made?: readonly string[]
}

/** The five invariants, after one case. Ends the fault. */
export const checkInvariants = async (world: World, expected: Expected): Promise<void> => {
  checkErrors(expected)
  await checkCache(world, expected)
  await world.front.calm()
  await checkGoingOn(world)
  await checkKeys(world, record)
  await checkCanaries(world)
}

/** Typed, in words, in time. */
const checkErrors = ({ attempts, codes, withinMs }: Expected): void => {
  const failed = attempts.flatMap(({ error, ms }) => (error ? [{ error, ms }] : []))
  expect([...new Set(failed.map(({ error }) => error.code))].sort()).toEqual([...codes].sort())
  for (const { error, ms } of failed) {
    record({ worstErrorMs: ms }, `${error.code} in ${expect.getState().currentTestName}`)
    checkWords(error)
  }
  for (const { ms } of attempts) expect(ms).toBeLessThan(withinMs)
}

export const checkWords = (error: ErrorInfo): void => {
  const { title, text } = errorText(error)
  expect(title).toMatch(/^\p{Lu}[^\n]+[^.]$/u)
  expect(text).toMatch(/^\p{Lu}.*[.!]$/su)
  expect(`${title} ${text}`).not.toMatch(/undefined|null|NaN|\[object|Infinity|something went/i)
}

/** What was known before can still be read. */
const checkCache = async (world: World, { before, changed = [], made = [] }: Expected) => {
  const isTouched = ({ id, name }: KeyRow) => changed.includes(id) || made.includes(name)
  const untouched = (rows: readonly KeyRow[]) => rows.filter(row => !isTouched(row))
  for (const [scope, rows] of before)
    expect(untouched(await listOf(world, scope)), 'the list from before').toEqual(untouched(rows))
}

/** With the fault gone it works again, and nothing was left uncaught. */
const checkGoingOn = async (world: World): Promise<void> => {
  for (const scope of world.scopes) {
    const { phase, error } = await world.client.keys.refresh(scope)
    expect({ phase, error }).toEqual({ phase: 'live', error: null })
  }
  expect(world.faults).toEqual([])
}

type Served = { readonly id: string; readonly name: string; readonly status: string }

/** The service's own list, asked past the front. */
export const servedKeys = async (
  { service }: Pick<World, 'service'>,
  { environment }: Scope,
): Promise<readonly Served[]> => {
  const served: Served[] = []
  for (let cursor = ''; ; ) {
    const path = `/v1/environments/${environment}/keys?limit=1000${cursor}`
    const { body } = await service.ask('GET', path, service.tokens[environment])
    const page = body as { readonly data: readonly Served[]; readonly nextCursor: string | null }
    served.push(...page.data)
    if (page.nextCursor === null) return served
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
}

/** The list is the service's, and of no key is it unknown who has its secret. */
export const checkKeys = async (
  world: World,
  note: typeof record = () => undefined,
): Promise<void> => {
  for (const scope of world.scopes) {
    const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort()
    expect(ids(await listOf(world, scope))).toEqual(ids(await servedKeys(world, scope)))
  }
  const [duplicates, orphans] = [duplicatesOf(world), await untrackedOf(world)]
  note({ duplicates: duplicates.length, orphansUntracked: orphans.length })
  expect({ duplicates, orphans }).toEqual({ duplicates: [], orphans: [] })
}

/** Wishes of which the service has made more than one secret. */
export const duplicatesOf = ({ front }: World): readonly string[] => {
  const secretsOf = (intent: string) =>
    new Set(front.made.filter(made => made.intent === intent).map(({ secret }) => secret))
  const intents = new Set(front.made.map(({ intent }) => intent))
  return [...intents].filter(intent => secretsOf(intent).size > 1)
}

/**
 * Secrets that are valid at the service, of which neither a person has said that they are stored nor a dialog or card
 * tells.
 */
export const untrackedOf = async (world: World): Promise<readonly Made[]> => {
  const [pending, open] = [
    await world.client.reveals.pending(null),
    await world.client.reveals.open(null),
  ]
  const told = new Set([...pending.map(({ intent }) => intent), ...open.map(({ id }) => id)])
  const settled = new Set(
    world.crossed
      .filter(
        ({ route, result }) => /^reveals\.(acknowledge|stored|dismiss)$/.test(route) && result.ok,
      )
      .map(({ input }) => intentOf(world, input)),
  )
  const suspects = world.front.made.filter(
    ({ intent }) => !told.has(intent) && !settled.has(intent),
  )
  const valid = await Promise.all(suspects.map(({ path, secret }) => isValid(world, path, secret)))
  return suspects.filter((_, index) => valid[index])
}

/** A reveal is named by its own id, an intent by the intent's. */
const intentOf = ({ crossed }: World, input: unknown): unknown => {
  const { id, intent } = Object(input) as { readonly id?: unknown; readonly intent?: unknown }
  if (intent !== undefined) return intent
  const reveals = crossed.flatMap(({ result }) => (result.ok ? [result.value].flat() : []))
  const one = reveals.find(value => Object(value).id === id && 'intent' in Object(value))
  return Object(one).intent
}

const isValid = async ({ service }: World, path: string, secret: string): Promise<boolean> => {
  const environment = path.includes('/production/') ? 'production' : 'preview'
  const said = await service.verify(environment, secret)
  return said instanceof Object && 'valid' in said && said.valid === true
}

const looked = new WeakMap<World, { readonly crossed: number; readonly events: number }>()

/** What crossed the door and what was told since this was last asked. */
const newsOf = (world: World) => {
  const { crossed, events } = looked.get(world) ?? { crossed: 0, events: 0 }
  looked.set(world, { crossed: world.crossed.length, events: world.events.length })
  return { crossed: world.crossed.slice(crossed), events: world.events.slice(events) }
}

/** Where a secret is found that must not be there; of answers and events, in those since it was last looked for. */
export const findCanaries = async (world: World): Promise<readonly string[]> => {
  const { crossed, events } = newsOf(world)
  // This one answer is a secret, for whoever asks for it.
  const answers = crossed.filter(({ route }) => route !== 'reveals.show').map(it => it.result)
  const memory = Buffer.from(
    JSON.stringify({ answers, events, env: process.env, argv: process.argv }),
  )
  const processes = await childProcesses()
  const found = world
    .canaries()
    .map(async secret => [
      ...(await filesHolding(world.root, secret)),
      ...(holds(memory, secret) ? ['answers, events, environment or arguments'] : []),
      ...(holds(processes, secret) ? ['environment or arguments of a process'] : []),
    ])
  return (await Promise.all(found)).flat()
}

const checkCanaries = async (world: World): Promise<void> => {
  const found = await findCanaries(world)
  record({ canaryHits: found.length })
  expect(found).toEqual([])
}

const read = (path: string): Promise<Buffer> => readFile(path).catch(() => Buffer.alloc(0))

/** Arguments and environment of what this process has started, and of what that has, where the system tells. */
const childProcesses = async (parent = `${process.pid}`): Promise<Buffer> => {
  const threads = await readdir(`/proc/${parent}/task`).catch(() => [])
  const told = await Promise.all(threads.map(id => read(`/proc/${parent}/task/${id}/children`)))
  const children = told.flatMap(list => list.toString().split(' ').filter(Boolean))
  const parts = children.flatMap(id => [
    read(`/proc/${id}/cmdline`),
    read(`/proc/${id}/environ`),
    childProcesses(id),
  ])
  return Buffer.concat(await Promise.all(parts))
}
