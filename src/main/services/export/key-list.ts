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
  const first = await store.keys.window({ ...query, offset: 0, limit: 1 })
  let withheld = 0
  return {
    // What was searched for may be a key that somebody pasted, to see whose it is.
    ...{ query: { ...query, search: redacts.typed(query.search) }, scopes, total: first.total },
    ...{ windows: windowsOf(), withheld: () => withheld },
  }

  async function* windowsOf(): AsyncGenerator<readonly KeyRow[]> {
    for (let offset = 0; offset < first.total; offset += windowSize) {
      const { rows, total } = await store.keys.window({ ...query, offset, limit: windowSize })
      // A key that expires in between is written nowhere, and leaves a list of active ones all the same.
      if (total !== first.total || (await store.keys.revision()) !== revision) {
        throw new AppError({ code: 'file', cause: 'changed' })
      }
      for (const part of partsOf(rows)) {
        const clean = part.map(row => withoutSecrets(row, redacts))
        withheld += clean.filter((row, at) => row !== part[at]).length
        yield clean
        await nextTurn()
      }
    }
  }
}

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

const scopesOf = async (store: Store, { scope }: KeysQuery): Promise<readonly ListedScope[]> => {
  const connections = await store.connections.list()
  const wanted = connections
    .filter(({ id }) => scope === null || id === scope.connection)
    .flatMap(connection =>
      environments
        .filter(environment => (scope?.environment ?? environment) === environment)
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
