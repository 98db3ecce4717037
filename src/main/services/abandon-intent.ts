import type { Intent } from '../../shared/domain/intent.ts'
import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import { AppError, type ErrorInfo, infoOf } from '../../shared/error.ts'
import { provesNothingMade } from './intent-rules.ts'
import { lookingAgain } from './look-again.ts'
import {
  asItIsNow,
  askAgain,
  type IssueParts,
  type Source,
  settle,
  unknownOutcome,
} from './send-intent.ts'

/** Undoes what the intent made, if it made anything, and closes it. A rotation cannot be undone. */
export const abandonIntent = async (parts: IssueParts, intent: Intent): Promise<null> => {
  const { kind, connection, environment } = intent
  if (kind === 'rotate') throw new AppError({ code: 'unsupported', effect: kind })
  await lookingAgain(parts, intent, () =>
    parts.ownChanges.during(intent, async () => {
      const source = await parts.open(intent)
      // Another service knows nothing of the key: that it is gone there says nothing.
      if (source.service !== intent.service) throw unknownOutcome(intent, false)
      await (kind === 'create' ? deleteMade : revokeMade)(parts, source, intent)
    }),
  )
  parts.emit('keys-changed', { connection, environment })
  return null
}

/** A key to which somebody else gave another secret since is theirs: it is left alone, and that is said. */
const deleteMade = async (parts: IssueParts, source: Source, intent: Intent): Promise<void> => {
  const { http, connector } = source
  const remove = connector.operations.delete
  if (!remove) throw new AppError({ code: 'unsupported', effect: 'delete' })
  const made = await madeFor(parts, source, intent)
  if (made === null) return
  const now = await seen(source, made.id)
  if (now !== null && now.mask !== made.mask) {
    await settle(parts, { ...intent, key: made.id })
    throw new AppError({ code: 'changed-elsewhere' })
  }
  await remove(http, { id: made.id, version: now?.version ?? null })
  await remember(parts, intent, made.id, null)
}

/** The key as it is; null when it is gone, or may not be seen by whoever may delete it. */
const seen = ({ http, connector }: Source, id: KeyId): Promise<KeyRecord | null> =>
  connector.operations.get(http, id).catch(cause => {
    if (['not-found', 'forbidden'].includes(infoOf(cause)?.code ?? '')) return null
    throw cause
  })

/** The system is without a key again. A key that somebody else gave it since then is left alone. */
const revokeMade = async (parts: IssueParts, source: Source, intent: Intent): Promise<void> => {
  const { http, connector } = source
  const { revoke } = connector.operations
  if (!revoke) throw new AppError({ code: 'unsupported', effect: 'revoke' })
  const made = await madeFor(parts, source, intent)
  if (made === null) return
  const now = await unlessClosed(() => asItIsNow(parts, source, intent, made), isNothingLeft)
  if (now === null) return
  const after = await revoke(http, { id: now.id, version: now.version })
  await remember(parts, intent, now.id, after)
}

/** What the intent made, as it was then; null when that was nothing. */
const madeFor = (
  parts: IssueParts,
  source: Source,
  intent: Intent,
): Promise<Pick<KeyRecord, 'id' | 'mask'> | null> => {
  const { key: id, mask } = intent
  return unlessClosed(
    async () => (id === null ? (await askAgain(parts, source, intent)).key : { id, mask }),
    provesNothingMade,
  )
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
    await parts.store.intents.put({ ...intent, key, state: 'abandoned' })
    if (after) await parts.store.keys.put(scope, after)
    else await parts.store.keys.delete({ ...scope, key })
  } catch (cause) {
    parts.log('abandon-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
  await noteIntent(parts, { ...intent, key }, after ? 'revoked' : 'deleted')
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
