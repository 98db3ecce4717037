import type { Intent, IntentId } from '../../shared/domain/intent.ts'
import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import { foldName } from '../../shared/domain/name.ts'
import { AppError } from '../../shared/error.ts'
import { isFinished } from './intent-rules.ts'
import { undisturbed } from './reading.ts'
import type { ReconcileParts } from './reconcile.ts'
import { lookFor } from './reconcile-look.ts'
import { recordFinding } from './reconcile-record.ts'
import { apartMs, foundOf, mayBeMade } from './reconcile-rules.ts'

/** Looks once and writes down what was found. Answers the intent as it is then; null when it is closed. */
export const lookNow = async (
  parts: ReconcileParts,
  id: IntentId,
  signal: AbortSignal,
): Promise<Intent | null> => {
  const { store, clock, ownChanges } = parts
  // Its turn came late: nothing more is asked, the keychain neither.
  if (signal.aborted) throw new AppError({ code: 'cancelled' })
  const intent = await parts.find(id)
  if (intent === null) return null
  const calling = { signal, once: true }
  const source = await parts.open(intent, calling)
  // Another service knows nothing of it: that it is not there says nothing.
  if (source.service !== intent.service) throw elsewhere()
  const finding = await undisturbed({ ownChanges, calling }, intent, async () => {
    // Each time: what was changed here meanwhile may have given the key its secret.
    const issued = await store.intents.issued(source.service, intent.environment)
    const others = issued.filter(other => other.intent !== id)
    return lookFor(source, intent, others, clock.now)
  })
  const now = await recordFinding(parts, intent, finding)
  return now === null || isFinished(now) ? null : now
}

const elsewhere = (): AppError => new AppError({ code: 'not-found', what: 'connection' })

const isAnother = (then: KeyRecord, now: KeyRecord | null): boolean =>
  now?.mask !== then.mask || (then.lastUsedAt === null && now.lastUsedAt !== null)

/**
 * Whether the cached list tells something else of the intent than is known: that what it made is gone or is another, or
 * that there is something that it may have made.
 */
export const isInQuestion = async (
  { store, clock, find }: ReconcileParts,
  id: IntentId,
  lookedAt: number | null,
): Promise<boolean> => {
  const intent = await find(id)
  if (!intent) return false
  const { connection, environment, name, target, known } = intent
  const cached = (key: KeyId) => store.keys.get({ connection, environment, key })
  const found = foundOf(intent)
  for (const then of found) if (isAnother(then, await cached(then.id))) return true
  if (intent.key !== null) return (await cached(intent.key)) === null
  // Who asks each time that the list is read would ask for ever about a key that is another's.
  const isRecent = lookedAt !== null && Math.abs(clock.now() - lookedAt) < apartMs
  if (found.length > 0 || isRecent) return false
  if (target !== null) return (await cached(target))?.mask !== known?.target?.mask
  const namesakes = await store.keys.namesakes({ connection, environment }, foldName(name))
  return namesakes.some(key => mayBeMade(intent, key))
}
