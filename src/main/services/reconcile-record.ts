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

/** It is in the list at once, and that it goes from there says that somebody took it away. */
const cache = async ({ store, emit }: RecordParts, scope: Scope, found: Intent): Promise<void> => {
  const { connection, environment } = scope
  for (const key of foundOf(found)) await store.keys.put({ connection, environment }, key)
  emit('keys-changed', { connection, environment })
}

const close = async (parts: RecordParts, intent: Intent, gone: Gone): Promise<null> => {
  const key = intent.key ?? foundOf(intent)[0]?.id ?? null
  // Told before it is closed: after a crash in between it is looked at again, and not told twice.
  for (const id of gone.keys) await noteGone(parts, intent, id)
  await parts.store.intents.replace({ ...intent, state: 'abandoned', key }, intent.state)
  return null
}

/** Somebody took it away. Who did it here, and who noticed it in the list, has told it already. */
export const noteGone = async (
  { store, clock, emit }: RecordParts,
  { connection, environment, name }: Intent,
  key: KeyId,
): Promise<void> => {
  const scope = { connection, environment }
  const known = await store.keys.get({ ...scope, key })
  await store.keys.delete({ ...scope, key }, true)
  if (!(await wasTold(store, key))) {
    const line = { ...scope, key, keyName: known?.name ?? name, mask: known?.mask ?? null }
    await store.activity.append([{ at: clock.now(), by: 'elsewhere', kind: 'vanished', ...line }])
    emit('activity-changed', null)
  }
  if (known) emit('keys-changed', scope)
}

const ends = ['vanished', 'vanished-expired', 'deleted', 'revoked']
const lately = 50

const wasTold = async ({ activity }: Store, key: KeyId): Promise<boolean> =>
  (await activity.list(null, lately)).some(line => line.key === key && ends.includes(line.kind))
