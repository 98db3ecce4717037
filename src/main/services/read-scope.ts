import { isDeepStrictEqual } from 'node:util'
import type { Scope } from '../../shared/domain/key.ts'
import { infoOf } from '../../shared/error.ts'
import type { ChangePage, Http } from '../connectors/connector.ts'
import type { CacheState } from './ports.ts'
import { readWhole } from './read-whole.ts'
import {
  type ReadParts,
  report,
  type Source,
  stopIfAborted,
  type TellingParts,
  undisturbed,
} from './reading.ts'
import { tellChanges } from './tell-changes.ts'
import { refuseCircles } from './whole-list.ts'

type ReadFeed = (http: Http, after: string) => Promise<ChangePage>

/**
 * Brings the cached list of `scope` up to date: by the change feed where there is one, else by a whole read. Answers
 * how long to wait before the next, in ms.
 */
export const readScope = async (
  parts: ReadParts,
  scope: Scope,
  profileToo: boolean,
): Promise<number> => {
  const source = await parts.open(scope, parts.calling)
  if (profileToo) await describe(parts, scope, source)
  try {
    await readKeys(parts, scope, source)
    return source.connector.pollMs
  } catch (cause) {
    // What the caller, or the plan, may has changed since: the profile says why.
    if (!profileToo && isRefusal(cause)) await describe(parts, scope, source).catch(() => undefined)
    throw cause
  }
}

const isRefusal = (cause: unknown): boolean =>
  ['forbidden', 'plan-required'].includes(infoOf(cause)?.code ?? '')

const describe = async (
  { store, calling, emit }: ReadParts,
  scope: Scope,
  { connector, http }: Source,
): Promise<void> => {
  const profile = await connector.operations.describe(http)
  stopIfAborted(calling)
  const before = await store.profiles.get(scope)
  await store.profiles.put(scope, profile)
  const { serverTime } = profile
  if (!isDeepStrictEqual(before && { ...before, serverTime }, profile))
    emit('connections-changed', null)
}

const readKeys = async (parts: ReadParts, scope: Scope, source: Source): Promise<void> => {
  const { operations } = source.connector
  const known = await parts.store.keys.state(scope)
  const telling = { ...parts, told: tellChanges(parts, scope) }
  try {
    const { changes } = operations
    const followFrom = async (from: CacheState): Promise<boolean> =>
      // The feed tells what changed, not what an incomplete read did not bring.
      changes !== undefined && from.complete && follow(telling, scope, source, changes, from)
    if (await followFrom(known)) return
    const wentOn = await readWhole({ parts: telling, scope, source, known })
    // What was read before it was ended may be old.
    if (wentOn) await followFrom(await parts.store.keys.state(scope))
  } finally {
    telling.told.end()
  }
}

/** False when the service no longer keeps the cursor. */
const follow = async (
  parts: TellingParts,
  scope: Scope,
  { connector, http }: Source,
  changes: ReadFeed,
  known: CacheState,
): Promise<boolean> => {
  if (known.cursor === null) return false
  const once = refuseCircles(connector.mostPages)
  for (let after: string | null = known.cursor; after !== null; ) {
    const asked: string = once(after)
    const page: ChangePage = await undisturbed(parts, scope, () => changes(http, asked))
    if (page.kind === 'expired') return false
    const applied = await parts.store.keys.apply(scope, page.changes, {
      asOf: parts.clock.now(),
      complete: known.complete,
      cursor: page.next,
      total: null,
    })
    if (page.changes.length > 0) parts.told.changed()
    await report(parts, scope, applied, known)
    after = page.more ? page.next : null
  }
  return true
}
