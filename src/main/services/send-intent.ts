import type { Intent, Reveal } from '../../shared/domain/intent.ts'
import type { KeyRecord } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { CreatedKey } from '../connectors/connector.ts'
import { isRepeatedBy, mayHaveArrived, worthRepeating } from './intent-rules.ts'
import type { OwnChanges } from './own-changes.ts'
import type { Emit, Store } from './ports.ts'
import type { Reveals } from './reveals.ts'
import type { OpenScope } from './scopes.ts'

export type CreateParts = {
  readonly store: Store
  readonly open: OpenScope
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly ownChanges: OwnChanges
  readonly reveals: Reveals
}

type Source = Awaited<ReturnType<OpenScope>>

/** Asks for the key of an intent: for the first time while it is `prepared`, else for the same key again. */
export const sendIntent = (parts: CreateParts, intent: Intent): Promise<Reveal> =>
  parts.ownChanges.during(intent, () =>
    intent.state === 'prepared' ? sendFirst(parts, intent) : sendAgain(parts, intent),
  )

const sendFirst = async (parts: CreateParts, prepared: Intent): Promise<Reveal> => {
  const { source, sent } = await markSent(parts, prepared).catch(async cause => {
    await settle(parts, prepared)
    throw cause
  })
  const { key, secret } = await ask(parts, source, sent, false)
  return hold(parts, sent, key, secret)
}

const sendAgain = async (parts: CreateParts, intent: Intent): Promise<Reveal> => {
  const source = await parts.open(intent)
  const { key, secret } = await askAgain(parts, source, intent)
  return hold(parts, intent, await asItIsNow(parts, source, intent, key), secret)
}

/** Writes down to whom it goes, and for whom, before it goes. */
const markSent = async ({ open, store }: CreateParts, prepared: Intent) => {
  const source = await open(prepared)
  createOf(source)
  const caller = await callerAt(source)
  const sent: Intent = { ...prepared, state: 'sent', service: source.service, caller }
  await store.intents.put(sent)
  return { source, sent }
}

/** Gets the key that the intent made, or makes it now; only where that cannot make a second one. */
export const askAgain = async (
  parts: CreateParts,
  source: Source,
  intent: Intent,
): Promise<CreatedKey> => {
  const { service, connector } = source
  if (
    !isRepeatedBy(service, connector.createReplayMs, intent, parts.clock.now()) ||
    (await callerAt(source)) !== intent.caller
  ) {
    throw unknownOutcome(intent, false)
  }
  await parts.store.intents.put(intent)
  return ask(parts, source, intent, true)
}

/**
 * Whom the service takes this very credential for; to another it gives another key. Asked, not remembered: what is
 * remembered may be of the credential before.
 */
const callerAt = async ({ connector, http }: Source): Promise<string | null> =>
  (await connector.operations.describe(http)).caller

const createOf = ({ connector }: Source) => {
  const { create } = connector.operations
  if (!create) throw new AppError({ code: 'unsupported', effect: 'create' })
  return create
}

const tries = 3

const ask = async (
  parts: CreateParts,
  source: Source,
  intent: Intent,
  sentBefore: boolean,
): Promise<CreatedKey> => {
  const create = createOf(source)
  const { createReplayMs } = source.connector
  const draft = { name: intent.name, description: intent.description }
  let inDoubt = false
  for (let attempt = 1; ; attempt++) {
    try {
      return await create(source.http, draft, intent.id)
    } catch (cause) {
      const info = infoOf(cause)
      inDoubt ||= mayHaveArrived(info)
      if (!inDoubt && !sentBefore) await settle(parts, intent)
      if (!inDoubt || info === null) throw cause
      if (createReplayMs === null || attempt === tries || !worthRepeating(info)) {
        throw unknownOutcome(intent, createReplayMs !== null, cause)
      }
    }
  }
}

export const unknownOutcome = ({ id }: Intent, repeatable: boolean, cause?: unknown): AppError =>
  new AppError({ code: 'outcome-unknown', intent: id, repeatable }, { cause })

/** There is no key to reveal: that is so whether or not it can be written. */
const settle = ({ store }: CreateParts, intent: Intent): Promise<void> =>
  store.intents.put({ ...intent, state: 'abandoned' }).catch(() => undefined)

/**
 * A replay tells of the key as it was made. Since then it may have been changed, or deleted: then nothing is left to
 * reveal. Who may make keys and not see them must be content with the replay.
 */
const asItIsNow = async (
  parts: CreateParts,
  { connector, http }: Source,
  intent: Intent,
  made: KeyRecord,
): Promise<KeyRecord> => {
  try {
    return await connector.operations.get(http, made.id)
  } catch (cause) {
    const code = infoOf(cause)?.code
    if (code === 'forbidden') return made
    if (code === 'not-found') await settle(parts, { ...intent, key: made.id })
    throw cause
  }
}

const hold = async (
  parts: CreateParts,
  intent: Intent,
  key: KeyRecord,
  secret: CreatedKey['secret'],
): Promise<Reveal> => {
  await remember(parts, intent, key)
  const { id, name, mask } = key
  return parts.reveals.hold(intent, { key: id, name, mask }, secret)
}

/** The key exists: whatever the disk says now, its secret must reach its owner. */
const remember = async (
  { store, clock, emit, log }: CreateParts,
  intent: Intent,
  key: KeyRecord,
): Promise<void> => {
  const { connection, environment } = intent
  const scope = { connection, environment }
  const line = { key: key.id, keyName: key.name, mask: key.mask }
  try {
    await store.intents.put({ ...intent, state: 'acknowledged', key: key.id, mask: key.mask })
    await store.keys.put(scope, key)
    await store.activity.append([
      { ...scope, at: clock.now(), by: 'you', kind: 'created', ...line },
    ])
  } catch (cause) {
    log('create-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
  emit('keys-changed', scope)
  emit('activity-changed', null)
}
