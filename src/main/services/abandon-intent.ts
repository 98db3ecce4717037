import type { Intent } from '../../shared/domain/intent.ts'
import type { KeyId } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import { askAgain, type CreateParts, unknownOutcome } from './send-intent.ts'

/** Deletes what the intent made, if it made anything, and closes it. */
export const abandonIntent = async (parts: CreateParts, intent: Intent): Promise<null> => {
  const { connection, environment } = intent
  await parts.ownChanges.during(intent, async () => {
    const source = await parts.open(intent)
    // Another service knows nothing of the key: that it is gone there says nothing.
    if (source.service !== intent.service) throw unknownOutcome(intent, false)
    const remove = source.connector.operations.delete
    if (!remove) throw new AppError({ code: 'unsupported', effect: 'delete' })
    const key = intent.key ?? (await askAgain(parts, source, intent)).key.id
    await remove(source.http, { id: key, version: null })
    await remember(parts, intent, key)
  })
  parts.emit('keys-changed', { connection, environment })
  return null
}

/** The service has deleted it: what cannot be written here does not undo that, and is not shown as its failure. */
const remember = async (parts: CreateParts, intent: Intent, key: KeyId): Promise<void> => {
  const { connection, environment } = intent
  try {
    await parts.store.intents.put({ ...intent, key, state: 'abandoned' })
    await parts.store.keys.delete({ connection, environment, key })
  } catch (cause) {
    parts.log('abandon-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
  await noteIntent(parts, { ...intent, key }, 'deleted')
}

/** The line in the activity log; without it the thing is done all the same. */
export const noteIntent = async (
  { store, clock, emit, log }: CreateParts,
  { connection, environment, name, mask, key }: Intent,
  kind: 'stored' | 'deleted',
): Promise<void> => {
  const line = { connection, environment, key, keyName: name, mask }
  try {
    await store.activity.append([{ at: clock.now(), by: 'you', kind, ...line }])
    emit('activity-changed', null)
  } catch (cause) {
    log('intent-not-noted', { kind, code: infoOf(cause)?.code ?? 'bug' })
  }
}
