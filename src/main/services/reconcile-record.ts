import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../../shared/domain/finding.ts'
import type { Intent } from '../../shared/domain/intent.ts'
import type { KeyId, Scope } from '../../shared/domain/key.ts'
import type { Clock } from '../base/clock.ts'
import type { Emit, Store } from './ports.ts'
import { foundOf, type Gone } from './reconcile-rules.ts'

type RecordParts = { readonly store: Store; readonly clock: Clock; readonly emit: Emit }

/**
 * Writes down what a look found, unless the intent has moved on meanwhile. Answers the intent as it is then; null when it
 * is closed.
 */
export const recordFinding = async (
  parts: RecordParts,
  intent: Intent,
  finding: Finding | Gone | null,
): Promise<Intent | null> => {
  const { store } = parts
  if (finding === null || isDeepStrictEqual(finding, intent.finding)) return intent
  if (finding.kind === 'gone') return close(parts, intent, finding)
  const found = { ...intent, finding }
  if (!(await store.intents.replace(found, intent.state))) return store.intents.get(intent.id)
  if (finding.kind === 'made') await cache(parts, intent, found)
  return found
}

/** From now on that it is not in the list means that somebody took it away, and that was told. */
const cache = async ({ store, emit }: RecordParts, scope: Scope, found: Intent): Promise<void> => {
  const { connection, environment } = scope
  for (const key of foundOf(found)) await store.keys.put({ connection, environment }, key)
  emit('keys-changed', { connection, environment })
}

const close = async (parts: RecordParts, intent: Intent, gone: Gone): Promise<null> => {
  const key = intent.key ?? foundOf(intent)[0]?.id ?? null
  if (await parts.store.intents.replace({ ...intent, state: 'abandoned', key }, intent.state)) {
    for (const id of gone.keys) await noteGone(parts, intent, id)
  }
  return null
}

/** Somebody else took it away. What is not in the list any longer was told when it went from there. */
const noteGone = async (
  { store, clock, emit }: RecordParts,
  { connection, environment }: Scope,
  id: KeyId,
): Promise<void> => {
  const scope = { connection, environment }
  const known = await store.keys.get({ ...scope, key: id })
  if (!known) return
  const line = { ...scope, key: id, keyName: known.name, mask: known.mask }
  await store.keys.delete({ ...scope, key: id })
  await store.activity.append([{ at: clock.now(), by: 'elsewhere', kind: 'vanished', ...line }])
  emit('keys-changed', scope)
  emit('activity-changed', null)
}
