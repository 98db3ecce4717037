import { isDeepStrictEqual } from 'node:util'
import type { Activity } from '../../shared/domain/activity.ts'
import type { KeyRecord, Scope } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Calling, ChangePage, Connector, Http, KeyPage } from '../connectors/connector.ts'
import type { OwnChanges } from './own-changes.ts'
import type { CacheState, Emit, Store } from './ports.ts'
import type { OpenScope } from './scopes.ts'
import { type TellChanges, tellChanges } from './tell-changes.ts'
import { pagesOf, refuseCircles } from './whole-list.ts'

export type ReadParts = {
  readonly store: Store
  readonly open: OpenScope
  readonly clock: Clock
  readonly emit: Emit
  readonly ownChanges: OwnChanges
  readonly calling: Required<Calling>
  readonly onProgress: () => void
}

type Source = { readonly connector: Connector; readonly http: Http }
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
    // The feed tells what changed, not what an incomplete read did not bring.
    const followed =
      operations.changes !== undefined &&
      known.complete &&
      (await follow(telling, scope, source, operations.changes, known))
    if (!followed) await readAll(telling, scope, source, known)
  } finally {
    telling.told.end()
  }
}

type TellingParts = ReadParts & { readonly told: TellChanges }

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

const readAll = async (
  parts: TellingParts,
  scope: Scope,
  { connector, http }: Source,
  known: CacheState,
): Promise<void> => {
  const { store, clock } = parts
  const ask = (cursor: string | null): Promise<KeyPage> =>
    undisturbed(parts, scope, () => connector.operations.list(http, cursor))
  const asOf = clock.now()
  const pages = pagesOf(ask, connector.mostPages)
  let page = await pages.next()
  // Not before: of what was changed here until then, the first page tells what others have made of it since.
  const sync = await store.keys.begin(scope)
  for (; !page.done; page = await pages.next()) {
    const noticed = await store.keys.page(scope, sync, page.value.keys)
    parts.told.changed()
    await report(parts, scope, { ...noticed, vanished: [] }, known)
  }
  const { complete, total, changes } = page.value
  const { vanished } = await store.keys.finish(scope, sync, {
    ...{ asOf, complete, cursor: changes, total },
  })
  const firstTime = known.asOf === null
  const gone = { appeared: [], changed: [], vanished: firstTime ? [] : vanished }
  await report(parts, scope, gone, known)
  if (!complete) await lookForUnseen(parts, scope, { connector, http }, sync)
  parts.told.changed()
  // When it was connected there may have been no key by which that could be seen.
  if (connector.info.environments === 'separate' && (await store.keys.inBoth(scope)))
    throw new AppError({ code: 'same-keys' })
}

// With each read, so that a service that is asked seldom is asked little.
const mostUnseen = 3

/** What a list that is cut off does not bring may be there or not: asked for one by one, it does not stay for ever. */
const lookForUnseen = async (
  parts: ReadParts,
  scope: Scope,
  { connector, http }: Source,
  sync: number,
): Promise<void> => {
  const { store } = parts
  for (const key of await store.keys.unseen(scope, sync, mostUnseen)) {
    const ask = () => connector.operations.get(http, key.id).catch(orGone)
    const now = await undisturbed(parts, scope, ask)
    if (now === undefined) return
    // Deleted here meanwhile: that was told.
    if ((await store.keys.get({ ...scope, key: key.id })) === null) continue
    const known = await store.keys.state(scope)
    if (now !== null) {
      const noticed = await store.keys.page(scope, sync, [now])
      await report(parts, scope, { ...noticed, vanished: [] }, known)
    } else {
      await store.keys.delete({ ...scope, key: key.id })
      await report(parts, scope, { appeared: [], changed: [], vanished: [key] }, known)
    }
  }
}

/** Null for a key that is gone; undefined where its service does not say: the list itself was read. */
export const orGone = (cause: unknown): null | undefined => {
  const error = infoOf(cause)
  if (error === null) throw cause
  return error.code === 'not-found' && error.what === 'key' ? null : undefined
}

/**
 * Asks, and asks again when a change of our own began meanwhile: the answer may be from before it, and would undo it
 * in the cache.
 */
export const undisturbed = async <T>(
  { ownChanges, calling }: Pick<ReadParts, 'ownChanges' | 'calling'>,
  scope: Scope,
  ask: () => Promise<T>,
): Promise<T> => {
  for (;;) {
    await ownChanges.settled(scope)
    // Counted already, it would not be noticed by the count, and its key would be gone from the list.
    if (ownChanges.underWay(scope)) continue
    const began = ownChanges.count(scope)
    stopIfAborted(calling)
    const answer = await ask()
    stopIfAborted(calling)
    if (ownChanges.count(scope) === began) return answer
  }
}

type Noticed = Readonly<Record<'appeared' | 'changed' | 'vanished', readonly KeyRecord[]>>

const report = async (
  { store, clock, emit }: ReadParts,
  scope: Scope,
  noticed: Noticed,
  { clockOffset }: CacheState,
) => {
  const at = clock.now()
  // Some services delete what has expired by themselves: nobody did it.
  const verbOf = (kind: keyof Noticed, { expiresAt }: KeyRecord): Activity['kind'] =>
    kind === 'vanished' && expiresAt !== null && expiresAt <= at + clockOffset
      ? 'vanished-expired'
      : kind
  const line = (kind: keyof Noticed) => (key: KeyRecord) => ({
    ...scope,
    at,
    by: 'elsewhere' as const,
    kind: verbOf(kind, key),
    key: key.id,
    keyName: key.name,
    mask: key.mask,
  })
  const entries = (['appeared', 'changed', 'vanished'] as const).flatMap(kind =>
    noticed[kind].map(line(kind)),
  )
  if (entries.length === 0) return
  await store.activity.append(entries)
  emit('activity-changed', null)
}

const stopIfAborted = ({ signal }: Required<Calling>): void => {
  if (signal.aborted) throw new AppError({ code: 'cancelled' })
}
