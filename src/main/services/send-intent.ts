import type { Activity } from '../../shared/domain/activity.ts'
import type { Intent, IntentKind, KnownBefore, Reveal } from '../../shared/domain/intent.ts'
import type { KeyId, KeyRecord, Scope } from '../../shared/domain/key.ts'
import { foldName } from '../../shared/domain/name.ts'
import { AppError, type ErrorInfo, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { CreatedKey } from '../connectors/connector.ts'
import type { HandOffs } from './hand-offs.ts'
import { requestOf } from './intent-request.ts'
import {
  isRepeatedBy,
  lapsed,
  mayHaveArrived,
  provesNothingMade,
  worthRepeating,
} from './intent-rules.ts'
import { type Aftermath, lookingAgain } from './look-again.ts'
import type { OwnChanges } from './own-changes.ts'
import type { Emit, Store } from './ports.ts'
import type { Reveals } from './reveals.ts'
import type { ConnectorOf, OpenScope } from './scopes.ts'

export type IssueParts = Aftermath & {
  readonly store: Store
  readonly open: OpenScope
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly ownChanges: OwnChanges
  readonly reveals: Reveals
  readonly handOffs: HandOffs
  readonly connectorOf: ConnectorOf
  readonly isLocked: () => boolean
}

export type Source = Awaited<ReturnType<OpenScope>>

/** Asks for the secret of an intent: for the first time while it is `prepared`, else for the same one again. */
export const sendIntent = (parts: IssueParts, intent: Intent): Promise<Reveal> =>
  lookingAgain(parts, intent, () =>
    parts.ownChanges.during(intent, () =>
      intent.state === 'prepared' ? sendFirst(parts, intent) : sendAgain(parts, intent),
    ),
  )

const sendFirst = async (parts: IssueParts, prepared: Intent): Promise<Reveal> => {
  const { source, sent } = await markSent(parts, prepared).catch(async cause => {
    await settle(parts, prepared)
    throw cause
  })
  const { key, secret } = await ask(parts, source, sent, false)
  return hold(parts, source, sent, { key, secret })
}

const sendAgain = async (parts: IssueParts, intent: Intent): Promise<Reveal> => {
  const source = await parts.open(intent)
  const { key, secret } = await askAgain(parts, source, intent)
  const now = await asItIsNow(parts, source, intent, key).catch(cause => {
    // Who may make keys and not see them must be content with the replay.
    if (infoOf(cause)?.code === 'forbidden') return key
    throw cause
  })
  return hold(parts, source, intent, { key: now, secret })
}

/** Writes down to whom it goes, and for whom, before it goes. */
const markSent = async ({ open, store }: IssueParts, prepared: Intent) => {
  const source = await open(prepared)
  const { connector, http, service } = source
  requestOf(prepared, connector.operations)
  const [known, { caller, serverTime: sentAt }] = await Promise.all([
    knownBefore(store, prepared),
    connector.operations.describe(http),
  ])
  const sent: Intent = { ...prepared, state: 'sent', service, caller, sentAt, known }
  await store.intents.put(sent)
  return { source, sent }
}

// A service that lets a thousand keys have one name is told from others by their age.
const mostNamesakes = 1000

/** By this what it makes is told from what was there, should its answer be lost. */
const knownBefore = async (
  { keys }: Store,
  { connection, environment, name, target }: Intent,
): Promise<KnownBefore> => {
  const scope: Scope = { connection, environment }
  const namesakes = await keys.namesakes(scope, foldName(name))
  return {
    namesakes: namesakes.slice(0, mostNamesakes).map(({ id }) => id),
    target: target === null ? null : await keys.get({ ...scope, key: target }),
  }
}

/** Gets the secret that was made for the intent, or makes it now; only where that cannot make a second one. */
export const askAgain = async (
  parts: IssueParts,
  source: Source,
  intent: Intent,
): Promise<CreatedKey> => {
  const { service, connector } = source
  if (
    !isRepeatedBy(service, connector.replayMs, intent, parts.clock.now()) ||
    intent.caller === null ||
    (await callerAt(source)) !== intent.caller
  ) {
    throw unknownOutcome(intent, false)
  }
  await parts.store.intents.put(intent)
  return ask(parts, source, intent, true)
}

/**
 * Whom the service takes this very credential for; to another it gives another secret. Asked, not remembered: what is
 * remembered may be of the credential before.
 */
const callerAt = async ({ connector, http }: Source): Promise<string | null> =>
  (await connector.operations.describe(http)).caller

const tries = 3
// A request has 30 s: begun later than this, none would end within what a person waits.
const patienceMs = 5_000

const ask = async (
  parts: IssueParts,
  { connector, http }: Source,
  intent: Intent,
  sentBefore: boolean,
): Promise<CreatedKey> => {
  const request = requestOf(intent, connector.operations)
  const { replayMs } = connector
  const began = parts.clock.now()
  let inDoubt = false
  for (let attempt = 1; ; attempt++) {
    try {
      return await request(http)
    } catch (cause) {
      const info = infoOf(cause)
      inDoubt ||= mayHaveArrived(info)
      const isRefused = provesNothingMade(info) || !(inDoubt || sentBefore)
      if (isRefused) await settle(parts, intent)
      // Where a misplaced key may be, no other answer tells.
      if (!isRefused && info?.code === 'misplaced') await noteMisplaced(parts, intent, info)
      if (isRefused || !inDoubt || info === null || info.code === 'misplaced') throw cause
      const isLate = Math.abs(parts.clock.now() - began) > patienceMs
      if (replayMs === null || attempt === tries || isLate || !worthRepeating(info)) {
        throw unknownOutcome(intent, replayMs !== null, cause)
      }
    }
  }
}

type Misplaced = Extract<ErrorInfo, { readonly code: 'misplaced' }>

/** Its key is there, and nobody has its secret. What cannot be written is told all the same. */
const noteMisplaced = async (
  { store, clock, log }: IssueParts,
  intent: Intent,
  { key, asked, got }: Misplaced,
): Promise<void> => {
  const finding = { kind: 'misplaced', key, asked, got, at: clock.now() } as const
  await store.intents.put({ ...intent, finding }).catch(cause => {
    log('misplaced-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  })
}

export const unknownOutcome = ({ id }: Intent, repeatable: boolean, cause?: unknown): AppError =>
  new AppError({ code: 'outcome-unknown', intent: id, repeatable }, { cause })

/** There is no secret to reveal: that is so whether or not it can be written. */
export const settle = ({ store }: IssueParts, intent: Intent): Promise<void> =>
  store.intents.put({ ...intent, state: 'abandoned' }).catch(() => undefined)

/**
 * A replay tells of the key as it was when its secret was made. Since then it may have been changed; when it was
 * deleted, or its secret is another, nothing is left to reveal and the intent is closed.
 */
export const asItIsNow = async (
  parts: IssueParts,
  { connector, http }: Source,
  intent: Intent,
  made: Pick<KeyRecord, 'id' | 'mask'>,
): Promise<KeyRecord> => {
  const close = () => settle(parts, { ...intent, key: made.id })
  const now = await connector.operations.get(http, made.id).catch(async cause => {
    if (infoOf(cause)?.code === 'not-found') await close()
    throw cause
  })
  const lapse = lapsed(made, now)
  if (!lapse) return now
  await close()
  throw new AppError(lapse)
}

const hold = async (
  parts: IssueParts,
  source: Source,
  intent: Intent,
  { key, secret }: CreatedKey,
): Promise<Reveal> => {
  await remember(parts, intent, key)
  const { id, name, mask } = key
  const reveal = parts.reveals.hold(intent, { key: id, name, mask }, secret)
  if (reveal.before !== null) await lookAtReplaced(parts, source, reveal, reveal.before)
  return parts.reveals.pendingFor(intent.id) ?? reveal
}

/** The key before is another than it was: that it ends is our own doing, and nobody waits for its secret any longer. */
const lookAtReplaced = async (
  { store, emit, log, handOffs, reveals }: IssueParts,
  { connector, http }: Source,
  { id, connection, environment }: Reveal,
  key: KeyId,
): Promise<void> => {
  const scope: Scope = { connection, environment }
  await handOffs.end({ ...scope, key })
  try {
    await store.keys.put(scope, await connector.operations.get(http, key))
    reveals.readBefore({ id })
    emit('keys-changed', scope)
  } catch (cause) {
    log('replaced-key-not-read', { code: infoOf(cause)?.code ?? 'bug' })
  }
}

const noted = {
  create: 'created',
  generate: 'generated',
  rotate: 'rotated',
} as const satisfies Record<IntentKind, Activity['kind']>

/** The secret exists: whatever the disk says now, it must reach its owner. */
const remember = async (parts: IssueParts, intent: Intent, key: KeyRecord): Promise<void> => {
  const { store, emit, log, handOffs, ownChanges } = parts
  const { connection, environment } = intent
  const scope: Scope = { connection, environment }
  const orLog = (cause: unknown) =>
    log('issue-not-recorded', { kind: intent.kind, code: infoOf(cause)?.code ?? 'bug' })
  try {
    const made = { key: key.id, mask: key.mask, finding: null }
    await store.intents.put({ ...intent, ...made, state: 'acknowledged' })
    // Its owner waits for the journal alone; a read of the list waits for this too.
    void ownChanges.during(scope, () => enlist(parts, intent, key)).catch(orLog)
    if (intent.kind === 'rotate') await handOffs.begin({ ...scope, key: key.id }, intent.at)
  } catch (cause) {
    orLog(cause)
  }
  emit('keys-changed', scope)
  emit('activity-changed', null)
}

/** Puts the key into the list and the activity. The store is asked for both at once: what comes later finds them. */
const enlist = async (
  { store, clock }: IssueParts,
  intent: Intent,
  key: KeyRecord,
): Promise<void> => {
  const { connection, environment } = intent
  const scope: Scope = { connection, environment }
  const line = { key: key.id, keyName: key.name, mask: key.mask, kind: noted[intent.kind] }
  const listed = store.keys.put(scope, key)
  // What an earlier run had was noted then.
  const told =
    intent.key === null
      ? store.activity.append([{ ...scope, ...line, at: clock.now(), by: 'you' }])
      : null
  await Promise.all([listed, told])
}
