import { randomUUID } from 'node:crypto'
import { secret } from '../../../src/main/base/secret.ts'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import type { Connector, KeyChange, Operations } from '../../../src/main/connectors/connector.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import type { KeyRecord } from '../../../src/shared/domain/key.ts'
import { AppError } from '../../../src/shared/error.ts'
import { key, profile } from '../../main/platform/store/samples.ts'

/** Lets each request arrive when its time has come, and its answer when that of the answer has. */
export type Wire = <T>(environment: Environment, what: string, act: () => T) => Promise<T>

type Shelf = {
  readonly keys: Map<string, KeyRecord>
  readonly feed: KeyChange[]
  /** Changes before this one are not told any longer. */
  forgotten: number
}

/** Small, so that a list has several pages. */
const pageSize = 2

/** A key service in memory, for its answers to come in any order. It keeps both environments apart, and versions. */
export const createFakeService = (wire: Wire) => {
  const shelves: Readonly<Record<Environment, Shelf>> = {
    preview: { keys: new Map(), feed: [], forgotten: 0 },
    production: { keys: new Map(), feed: [], forgotten: 0 },
  }
  const places = new Map<string, number>()
  /** Where a key stands in the list, for good: what goes before it shifts nothing. */
  const placeOf = ({ id }: KeyRecord): number => {
    const place = places.get(id) ?? places.size
    places.set(id, place)
    return place
  }
  const put = (environment: Environment, row: KeyRecord): KeyRecord => {
    const { keys, feed } = shelves[environment]
    placeOf(row)
    keys.set(row.id, row)
    feed.push({ kind: 'upsert', key: row })
    return row
  }
  const find = (environment: Environment, id: string, version?: string | null): KeyRecord => {
    const found = shelves[environment].keys.get(id)
    if (!found) throw new AppError({ code: 'not-found', what: 'key' })
    if (version !== undefined && version !== null && version !== found.version)
      throw new AppError({ code: 'changed-elsewhere' })
    return found
  }
  const acts = {
    create: (environment: Environment, name: string): KeyRecord =>
      put(environment, key(`${environment}-${randomUUID()}`, { name, version: randomUUID() })),
    revoke: (environment: Environment, id: string, version?: string | null): KeyRecord => {
      const found = find(environment, id, version)
      return put(environment, { ...found, state: 'revoked', version: randomUUID() })
    },
    delete: (environment: Environment, id: string, version?: string | null): void => {
      find(environment, id, version)
      shelves[environment].keys.delete(id)
      shelves[environment].feed.push({ kind: 'delete', id, at: 0 })
    },
  }
  const operations: Operations = {
    describe: http => wire(http.environment, 'describe', () => profile),
    list: (http, cursor) =>
      wire(http.environment, 'list', () => {
        const { keys, feed } = shelves[http.environment]
        // Newest first: what is made during a read does not come on a later page.
        const left = [...keys.values()]
          .toSorted((one, other) => placeOf(other) - placeOf(one))
          .filter(row => cursor === null || placeOf(row) < Number(cursor))
        const page = left.slice(0, pageSize)
        const last = page.at(-1)
        const next = last && left.length > pageSize ? `${placeOf(last)}` : null
        const rest = { total: keys.size, truncated: false, changes: `${feed.length}` }
        return { keys: page, next, ...rest }
      }),
    changes: (http, after) =>
      wire(http.environment, 'changes', () => {
        const { feed, forgotten } = shelves[http.environment]
        if (Number(after) < forgotten) return { kind: 'expired' as const }
        const changes = feed.slice(Number(after))
        return { kind: 'changes' as const, changes, next: `${feed.length}`, more: false }
      }),
    get: (http, id) => wire(http.environment, 'get', () => find(http.environment, id)),
    create: (http, { name }) =>
      wire(http.environment, 'create', () => {
        const made = acts.create(http.environment, name)
        return { key: made, secret: secret(`clv_${made.id}`) }
      }),
    revoke: (http, { id, version }) =>
      wire(http.environment, 'revoke', () => acts.revoke(http.environment, id, version)),
    delete: (http, { id, version }) =>
      wire(http.environment, 'delete', () => {
        acts.delete(http.environment, id, version)
        return { alreadyGone: false }
      }),
  }
  const connector: Connector = { ...claviger, operations }
  /** Whoever follows the changes has to read the whole list again. */
  const forget = (environment: Environment): void => {
    const shelf = shelves[environment]
    shelf.feed.push({ kind: 'delete', id: 'nobody', at: 0 })
    shelf.forgotten = shelf.feed.length
  }
  return {
    ...acts,
    forget,
    connector,
    keys: (environment: Environment) => shelves[environment].keys,
  }
}

export type FakeService = ReturnType<typeof createFakeService>
