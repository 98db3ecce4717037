import { type Intent, isUsedSince } from '../../shared/domain/intent.ts'
import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import { AppError, type ErrorInfo, infoOf } from '../../shared/error.ts'
import { provesNothingMade } from './intent-rules.ts'
import { lookingAgain } from './look-again.ts'
import { noteGone } from './reconcile-record.ts'
import { foundOf } from './reconcile-rules.ts'
import {
  asItIsNow,
  askAgain,
  type IssueParts,
  type Source,
  settle,
  unknownOutcome,
} from './send-intent.ts'
import { undoOf } from './unfinished.ts'

/**
 * Undoes what the intent made, if it made anything, and closes it. `chosen` is one of the keys that were found; null where
 * the service can say which it is. A rotation cannot be undone.
 */
export const abandonIntent = async (
  parts: IssueParts,
  intent: Intent,
  chosen: KeyId | null,
): Promise<null> => {
  const { kind, connection, environment } = intent
  if (kind === 'rotate') throw new AppError({ code: 'unsupported', effect: kind })
  const found = chosen === null ? null : chosenOf(intent, chosen)
  await lookingAgain(parts, intent, () =>
    parts.ownChanges.during(intent, async () => {
      const source = await parts.open(intent)
      // Another service knows nothing of the key: that it is gone there says nothing.
      if (source.service !== intent.service) throw unknownOutcome(intent, false)
      requireUndo(intent, source)
      const made = found ?? (await madeFor(parts, source, intent))
      if (made !== null) await undo(parts, source, intent, made)
    }),
  )
  parts.emit('keys-changed', { connection, environment })
  return null
}

/** Before anything is asked again: what then is there could not be undone. */
const requireUndo = (intent: Intent, { connector }: Source): void => {
  if (undoOf(intent, connector) !== null) return
  const effect = intent.kind === 'create' ? 'delete' : 'revoke'
  throw new AppError({ code: 'unsupported', effect })
}

/** `found`: by looking at the service, which did not say that it is the one. */
type Made = Pick<KeyRecord, 'id' | 'mask'> & { readonly found: boolean }

const chosenOf = (intent: Intent, id: KeyId): Made => {
  if (id === intent.key) return { id, mask: intent.mask, found: false }
  const found = foundOf(intent).find(key => key.id === id)
  if (!found) throw new AppError({ code: 'not-found', what: 'key' })
  return { id, mask: found.mask, found: true }
}

const undo = (parts: IssueParts, source: Source, intent: Intent, made: Made): Promise<void> =>
  undoOf(intent, source.connector) === 'delete'
    ? deleteMade(parts, source, intent, made)
    : revokeMade(parts, source, intent, made)

/**
 * A key to which somebody else gave another secret since, or whose secret is used, is theirs: it is left alone, and that
 * is said.
 */
const deleteMade = async (
  parts: IssueParts,
  source: Source,
  intent: Intent,
  made: Made,
): Promise<void> => {
  const { http, connector } = source
  const remove = connector.operations.delete
  if (!remove) throw new AppError({ code: 'unsupported', effect: 'delete' })
  const now = await seen(source, made.id)
  if (now !== null && isTheirs(intent, made, now)) {
    if (!made.found) await settle(parts, { ...intent, key: made.id })
    throw new AppError({ code: 'changed-elsewhere' })
  }
  const { alreadyGone } = await remove(http, { id: made.id, version: now?.version ?? null })
  if (alreadyGone) await rememberGone(parts, intent, made.id)
  else await remember(parts, intent, made.id, null)
}

const isTheirs = (intent: Intent, made: Made, now: KeyRecord): boolean =>
  (made.mask !== null && now.mask !== made.mask) || isUsed(intent, made, now)

/** The secret that was lost can be used by nobody. */
const isUsed = (intent: Intent, made: Made, now: KeyRecord): boolean =>
  made.found && isUsedSince(intent, now)

/** The key as it is; null when it is gone, or may not be seen by whoever may delete it. */
const seen = ({ http, connector }: Source, id: KeyId): Promise<KeyRecord | null> =>
  connector.operations.get(http, id).catch(cause => {
    if (['not-found', 'forbidden'].includes(infoOf(cause)?.code ?? '')) return null
    throw cause
  })

/** A system is without a key again. A key that somebody else gave it since then is left alone. */
const revokeMade = async (
  parts: IssueParts,
  source: Source,
  intent: Intent,
  made: Made,
): Promise<void> => {
  const { http, connector } = source
  const { revoke } = connector.operations
  if (!revoke) throw new AppError({ code: 'unsupported', effect: 'revoke' })
  const now = await unlessClosed(() => asItIsNow(parts, source, intent, made), isNothingLeft)
  if (now === null) return
  if (isUsed(intent, made, now)) throw new AppError({ code: 'changed-elsewhere' })
  const after = await revoke(http, { id: now.id, version: now.version })
  await remember(parts, intent, now.id, after)
}

/** What the intent made, as it was then; null when that was nothing. */
const madeFor = (parts: IssueParts, source: Source, intent: Intent): Promise<Made | null> => {
  const { key, mask } = intent
  return unlessClosed(async () => {
    const known = key === null ? (await askAgain(parts, source, intent)).key : { id: key, mask }
    return { id: known.id, mask: known.mask, found: false }
  }, provesNothingMade)
}

const isNothingLeft = (info: ErrorInfo | null): boolean =>
  info?.code === 'not-found' || provesNothingMade(info)

/** Null when the intent was closed meanwhile, because it made nothing or nothing of it is left. */
const unlessClosed = async <T>(
  work: () => Promise<T>,
  isClosedBy: (info: ErrorInfo | null) => boolean,
): Promise<T | null> => {
  try {
    return await work()
  } catch (cause) {
    if (isClosedBy(infoOf(cause))) return null
    throw cause
  }
}

/** The service has done it: what cannot be written here does not undo that, and is not shown as its failure. */
const remember = async (
  parts: IssueParts,
  intent: Intent,
  key: KeyId,
  after: KeyRecord | null,
): Promise<void> => {
  const { connection, environment } = intent
  const scope = { connection, environment }
  try {
    await parts.store.intents.put(without(intent, key, parts.clock.now()))
    if (after) await parts.store.keys.put(scope, after)
    else await parts.store.keys.delete({ ...scope, key })
  } catch (cause) {
    parts.log('abandon-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
  const mask = foundOf(intent).find(({ id }) => id === key)?.mask ?? intent.mask
  await noteIntent(parts, { ...intent, key, mask }, after ? 'revoked' : 'deleted')
}

/** Somebody else had deleted it. */
const rememberGone = async (parts: IssueParts, intent: Intent, key: KeyId): Promise<void> => {
  try {
    await noteGone(parts, intent, key)
    await parts.store.intents.put(without(intent, key, parts.clock.now()))
  } catch (cause) {
    parts.log('abandon-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
}

/** Others that were found are still there, and which of them was made is for a person to say. */
const without = (intent: Intent, key: KeyId, at: number): Intent => {
  const rest = foundOf(intent).filter(({ id }) => id !== key)
  return rest.length === 0
    ? { ...intent, key, state: 'abandoned' }
    : { ...intent, finding: { kind: 'made', keys: rest, at } }
}

/** The line in the activity log; without it the thing is done all the same. */
export const noteIntent = async (
  { store, clock, emit, log }: IssueParts,
  { connection, environment, name, mask, key }: Intent,
  kind: 'stored' | 'deleted' | 'revoked',
): Promise<void> => {
  const line = { connection, environment, key, keyName: name, mask }
  try {
    await store.activity.append([{ at: clock.now(), by: 'you', kind, ...line }])
    emit('activity-changed', null)
  } catch (cause) {
    log('intent-not-noted', { kind, code: infoOf(cause)?.code ?? 'bug' })
  }
}
