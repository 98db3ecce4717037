import type { KeyId } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import type { Http, KeyPage, Versioned } from '../connector.ts'
import { unchanged } from '../version.ts'
import { keyOf, keysOf, type Placed } from './wire.ts'

const pageSize = 100

/** The workspace that was chosen for the environment; null for the default one, whose id nobody typed. */
export const chosenIn = ({ settings }: Http): string | null => settings.workspace ?? null

const readKeys = async (http: Http, offset: number): Promise<readonly Placed[]> => {
  const query = { offset, include_disabled: 'true', workspace_id: chosenIn(http) }
  return keysOf((await http.send({ method: 'GET', path: '/keys', query })).body)
}

/** The environment's workspace, by what was chosen or by any key in it; null while nothing tells. */
export const workspaceIn = async (http: Http): Promise<string | null> =>
  chosenIn(http) ?? (await readKeys(http, 0))[0]?.workspace ?? null

const isElsewhere = (http: Http, { workspace }: Placed): boolean =>
  chosenIn(http) !== null && workspace !== null && workspace !== chosenIn(http)

/** A key of another workspace is refused, whatever else the answer says. */
const keyIn = (http: Http, placed: Placed) => {
  if (isElsewhere(http, placed)) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return placed.key
}

/** The cursor is where the next page begins and the first key of this one, by which a page that comes again is known. */
export const list = async (http: Http, cursor: string | null): Promise<KeyPage> => {
  const [, start = '0', before] = /^(\d+) (.*)$/.exec(cursor ?? '') ?? []
  const offset = Number(start)
  const found = await readKeys(http, offset)
  const first = found[0]?.key.id
  // It goes on from wherever one asks with the same keys: what follows cannot be had.
  const truncated = before !== undefined && first === before
  const next = found.length < pageSize || truncated ? null : `${offset + found.length} ${first}`
  const keys = truncated ? [] : found.map(placed => keyIn(http, placed))
  return { keys, next, truncated, total: null, changes: null }
}

export const pathOf = (id: KeyId): string => `/keys/${encodeURIComponent(id)}`

export const readKey = async (http: Http, id: KeyId): Promise<Placed> =>
  keyOf((await http.send({ method: 'GET', path: pathOf(id) })).body, id)

export const get = async (http: Http, id: KeyId) => keyIn(http, await readKey(http, id))

export const readUnchanged = (http: Http, key: Versioned) => unchanged(http, key, get)
