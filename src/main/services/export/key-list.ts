import { setImmediate as nextTurn } from 'node:timers/promises'
import type { KeyRow, KeysQuery } from '../../../shared/contract/keys.ts'
import { type Environment, environments } from '../../../shared/domain/environment.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { type Redact, redactorOf, without } from '../../base/redact.ts'
import { liveSecrets } from '../../base/secret.ts'
import type { Store } from '../ports.ts'

/** The list of one environment of one connection, as far as it is known. Times in ms since 1970 UTC. */
export type ListedScope = {
  readonly connection: string
  readonly connectionName: string
  readonly service: string
  readonly environment: Environment
  readonly asOf: number | null
  readonly complete: boolean
}

/** Everything that matches, as it was at one moment. `windows` can be walked once. */
export type KeyList = {
  readonly query: KeysQuery
  readonly scopes: readonly ListedScope[]
  readonly total: number
  readonly windows: AsyncIterable<readonly KeyRow[]>
  /** Of how many of the keys walked so far a text was, or looked like, a secret, and is not as it was. */
  readonly withheld: () => number
}

// Each window costs the store a walk to its start; each part, which is formatted at once, costs whoever waits.
const windowSize = 1000
const partRows = 100
const partCharacters = 32_768

/**
 * Reads the list window by window, so that it need not be in memory as a whole. Throws `AppError` `file` `changed` when
 * the store was written to in between: the windows would not be of one list.
 */
export const readKeyList = async (store: Store, query: KeysQuery): Promise<KeyList> => {
  const held = liveSecrets()
  const redacts: Redacts = { typed: redactorOf(held), given: without(held) }
  const revision = await store.keys.revision()
  const scopes = (await scopesOf(store, query)).map(scope => ({
    ...scope,
    connectionName: redacts.typed(scope.connectionName),
  }))
  const expected = await countOf(store, query)
  let withheld = 0
  return {
    ...{ query: withoutSecretsIn(query, redacts), scopes, total: expected },
    ...{ windows: windowsOf(), withheld: () => withheld },
  }

  async function* windowsOf(): AsyncGenerator<readonly KeyRow[]> {
    let walked = 0
    for (let offset = 0; offset < expected; offset += windowSize) {
      const asked = { ...query, offset, limit: windowSize }
      const { rows, total, counted } = await store.keys.window(asked)
      walked += rows.length
      // A key that expires in between is written nowhere, and leaves a list of active ones all the same.
      const other = counted ? total !== expected : walked < Math.min(offset + windowSize, expected)
      if (other || (await store.keys.revision()) !== revision) throw changed()
      for (const part of partsOf(rows)) {
        const clean = part.map(row => withoutSecrets(row, redacts))
        withheld += clean.filter((row, at) => row !== part[at]).length
        yield clean
        await nextTurn()
      }
    }
  }
}

const changed = () => new AppError({ code: 'file', cause: 'changed' })

// The page counts what it shows, which mostly is this very list; each count of another one ends the one before.
const mostCounts = 5

/** How many match, all of them: the rows of a long list may be there before they are counted. */
const countOf = async (store: Store, query: KeysQuery): Promise<number> => {
  const { total, counted } = await store.keys.window({ ...query, offset: 0, limit: 1 })
  if (counted) return total
  for (let attempt = 0; attempt < mostCounts; attempt++) {
    const counts = await store.keys.counts(query)
    if (counts !== null) return counts.total
  }
  throw changed()
}

/** What was searched for may be a key that somebody pasted, to see whose it is. */
const withoutSecretsIn = (query: KeysQuery, { typed, given }: Redacts): KeysQuery => ({
  ...query,
  search: typed(query.search),
  ...(query.owner === undefined ? {} : { owner: given(query.owner) }),
})

/** As many rows as are formatted in a few milliseconds: few, where their texts are long. */
export const partsOf = (rows: readonly KeyRow[]): readonly (readonly KeyRow[])[] => {
  const parts: KeyRow[][] = [[]]
  let characters = 0
  for (const row of rows) {
    const isFull = characters > partCharacters || parts.at(-1)?.length === partRows
    if (isFull) parts.push([])
    characters = (isFull ? 0 : characters) + row.name.length + (row.description?.length ?? 0)
    parts.at(-1)?.push(row)
  }
  return parts
}

/** What a person typed may be a key; what the service gave may look like one and be an id. */
type Redacts = { readonly typed: Redact; readonly given: Redact }

/**
 * The row itself, or without what is secret in it: somebody may have taken a key for its name. What the service itself
 * makes, ids and masks, is no secret.
 */
const withoutSecrets = (row: KeyRow, { typed, given }: Redacts): KeyRow => {
  const name = typed(row.name)
  const description = row.description === null ? null : typed(row.description)
  const createdBy = row.createdBy === null ? null : given(row.createdBy)
  const isClean =
    name === row.name && description === row.description && createdBy === row.createdBy
  return isClean ? row : { ...row, name, description, createdBy }
}

const scopesOf = async (store: Store, query: KeysQuery): Promise<readonly ListedScope[]> => {
  const { scope } = query
  const only = scope?.environment ?? query.environment
  const connections = await store.connections.list()
  const wanted = connections
    .filter(({ id }) => scope === null || id === scope.connection)
    .flatMap(connection =>
      environments
        .filter(environment => (only ?? environment) === environment)
        .map(environment => ({ connection, environment })),
    )
  return Promise.all(
    wanted.map(async ({ connection: { id, name, places }, environment }) => {
      const known: Scope = { connection: id, environment }
      const { asOf, complete } = await store.keys.state(known)
      const { url } = places[environment]
      return { ...known, connectionName: name, service: url, asOf, complete }
    }),
  )
}
