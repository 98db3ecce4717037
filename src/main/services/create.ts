import type { Intent, IntentId, Reveal } from '../../shared/domain/intent.ts'
import type { KeyDraft, KeyRecord, Scope } from '../../shared/domain/key.ts'
import { AppError, type ErrorInfo, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Connector, CreatedKey, Http } from '../connectors/connector.ts'
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

type Wish = Scope & { readonly intent: IntentId; readonly draft: KeyDraft }

/**
 * Making a key without ever losing or doubling it. The intent is durable before anything is sent; its id is the
 * Idempotency-Key, so that a lost answer is asked for again instead of making a second key.
 */
export const createCreation = (parts: CreateParts) => {
  const creating = new Map<IntentId, Promise<Reveal>>()
  const abandoning = new Map<IntentId, Promise<null>>()

  /** A second click, Enter or window joins the first. */
  const once = <T>(
    underWay: Map<IntentId, Promise<T>>,
    id: IntentId,
    work: () => Promise<T>,
  ): Promise<T> => {
    const known = underWay.get(id)
    if (known) return known
    const started = work().finally(() => {
      underWay.delete(id)
      parts.emit('reveals-changed', null)
    })
    underWay.set(id, started)
    return started
  }
  const make = (id: IntentId, work: () => Promise<Reveal>) =>
    once(creating, id, async () => {
      if (abandoning.has(id)) throw notOpen()
      return work()
    })

  return {
    create: (wish: Wish): Promise<Reveal> => make(wish.intent, () => begin(parts, wish)),
    /** Creates that were sent, of which nobody has said that the secret is stored, and whose secret this run never had. */
    open: async (): Promise<Intent[]> =>
      (await parts.store.intents.open()).filter(
        ({ id, state }) =>
          state !== 'prepared' &&
          ![creating.has(id), abandoning.has(id), parts.reveals.knows(id)].includes(true),
      ),
    recover: ({ intent }: { readonly intent: IntentId }): Promise<Reveal> =>
      make(
        intent,
        async () => parts.reveals.pendingFor(intent) ?? send(parts, await findOpen(parts, intent)),
      ),
    /** The user says that the secret, copied or shown in an earlier run, is stored. */
    stored: async ({ intent }: { readonly intent: IntentId }): Promise<null> => {
      const found = await findOpen(parts, intent)
      await parts.store.intents.put({ ...found, state: 'stored' })
      await note(parts, found, found.key, 'stored')
      parts.emit('reveals-changed', null)
      return null
    },
    abandon: ({ intent }: { readonly intent: IntentId }): Promise<null> =>
      once(abandoning, intent, async () => {
        await creating.get(intent)?.catch(() => undefined)
        return abandon(parts, await findOpen(parts, intent))
      }),
    /** Closed without a word of what became of the key: nobody here can tell. */
    dismiss: async ({ intent }: { readonly intent: IntentId }): Promise<null> => {
      await parts.store.intents.put({ ...(await findOpen(parts, intent)), state: 'stored' })
      parts.emit('reveals-changed', null)
      return null
    },
  }
}

const begin = async (parts: CreateParts, wish: Wish): Promise<Reveal> => {
  const { connection, environment, intent: id, draft } = wish
  const known = await parts.store.intents.get(id)
  if (known && !madeNothing(known)) {
    const same = sameWish(known, wish)
    return parts.reveals.pendingFor(id) ?? send(parts, same)
  }
  const intent: Intent = {
    ...{ id, connection, environment, ...draft },
    ...{ state: 'prepared', key: null, mask: null, service: null, caller: null },
    at: parts.clock.now(),
  }
  const { connector } = await parts.open(wish)
  if (!connector.operations.create) throw new AppError({ code: 'unsupported', effect: 'create' })
  await parts.store.intents.put(intent)
  return send(parts, intent)
}

/** The service refused it, or never heard of it: it may be wished again, also in other words. */
const madeNothing = ({ state, key }: Intent): boolean => state === 'abandoned' && key === null

/** An intent names one wish for ever: other words under the same id would be answered with the first key. */
const sameWish = (known: Intent, { connection, environment, draft }: Wish): Intent => {
  const same =
    known.connection === connection &&
    known.environment === environment &&
    known.name === draft.name &&
    known.description === draft.description
  if (same && !isFinished(known)) return known
  throw new AppError({
    code: 'invalid-input',
    issues: [{ field: 'intent', problem: 'malformed' }],
  })
}

const isFinished = ({ state }: Intent): boolean => state === 'stored' || state === 'abandoned'

const notOpen = (): AppError => new AppError({ code: 'not-found', what: 'intent' })

/** A secret is handed out once: an intent that is finished, or whose secret this run has had, is not open. */
const findOpen = async ({ store, reveals }: CreateParts, id: IntentId): Promise<Intent> => {
  const found = await store.intents.get(id)
  if (!found || isFinished(found) || reveals.knows(id)) throw notOpen()
  return found
}

const send = (parts: CreateParts, intent: Intent): Promise<Reveal> =>
  parts.ownChanges.during(intent, async () => {
    const { connector, http, service } = await parts.open(intent)
    const repeated = intent.state !== 'prepared'
    const caller = await callerIn(parts, intent, connector, http)
    if (repeated && !mayRepeat(connector, intent, { service, caller, now: parts.clock.now() }))
      throw unknownOutcome(intent, false)
    const sent: Intent = repeated ? intent : { ...intent, state: 'sent', service, caller }
    await parts.store.intents.put(sent)
    const { key, secret } = await ask(parts, connector, http, sent, repeated)
    const latest = repeated ? await asItIsNow(parts, connector, http, sent, key) : key
    await remember(parts, sent, latest)
    const { id, name, mask } = latest
    return parts.reveals.hold(sent, { key: id, name, mask }, secret)
  })

/**
 * A replay tells of the key as it was made. Since then it may have been changed, or deleted: then nothing is left to
 * reveal. Who may make keys and not see them must be content with the replay.
 */
const asItIsNow = async (
  { store }: CreateParts,
  { operations }: Connector,
  http: Http,
  intent: Intent,
  made: KeyRecord,
): Promise<KeyRecord> => {
  try {
    return await operations.get(http, made.id)
  } catch (cause) {
    const code = infoOf(cause)?.code
    if (code === 'forbidden') return made
    if (code === 'not-found')
      await store.intents.put({ ...intent, key: made.id, state: 'abandoned' })
    throw cause
  }
}

type Asking = Pick<Intent, 'service' | 'caller'> & { readonly now: number }

/** A service repeats its answer, if at all, for a time and to the same caller; to others it makes another key. */
const mayRepeat = ({ createReplayMs }: Connector, intent: Intent, asking: Asking): boolean =>
  createReplayMs !== null &&
  asking.now - intent.at <= createReplayMs &&
  asking.service === intent.service &&
  asking.caller === intent.caller

/** Whom the service takes us for, as it said when the credential was last proved. */
const callerIn = async (
  { store }: CreateParts,
  { connection, environment }: Scope,
  { operations }: Connector,
  http: Http,
): Promise<string | null> => {
  const known = await store.profiles.get({ connection, environment })
  return (known ?? (await operations.describe(http))).caller
}

const tries = 3

const ask = async (
  parts: CreateParts,
  connector: Connector,
  http: Http,
  intent: Intent,
  sentBefore: boolean,
): Promise<CreatedKey> => {
  const { create } = connector.operations
  if (!create) throw new AppError({ code: 'unsupported', effect: 'create' })
  const draft = { name: intent.name, description: intent.description }
  let inDoubt = false
  for (let attempt = 1; ; attempt++) {
    try {
      return await create(http, draft, intent.id)
    } catch (cause) {
      const info = infoOf(cause)
      inDoubt ||= mayHaveArrived(info)
      if (!inDoubt && !sentBefore) await settleAsNothing(parts, intent)
      if (!inDoubt || info === null) throw cause
      if (connector.createReplayMs === null || attempt === tries || !worthRepeating(info)) {
        throw unknownOutcome(intent, connector.createReplayMs !== null, cause)
      }
    }
  }
}

/** Whether the service may have made the key although no key came back. A bug counts as doubt. */
const mayHaveArrived = (info: ErrorInfo | null): boolean =>
  info === null ||
  ['timeout', 'interrupted', 'service-failed', 'bad-response', 'cancelled'].includes(info.code)

const worthRepeating = ({ code }: ErrorInfo): boolean =>
  ['timeout', 'interrupted', 'service-failed', 'unreachable'].includes(code)

const unknownOutcome = ({ id }: Intent, repeatable: boolean, cause?: unknown): AppError =>
  new AppError({ code: 'outcome-unknown', intent: id, repeatable }, { cause })

const settleAsNothing = ({ store }: CreateParts, intent: Intent): Promise<void> =>
  store.intents.put({ ...intent, state: 'abandoned' }).catch(() => undefined)

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

/** Deletes what the intent made, if it made anything, and closes it. */
const abandon = async (parts: CreateParts, intent: Intent): Promise<null> => {
  const { connection, environment } = intent
  await parts.ownChanges.during(intent, async () => {
    const { connector, http, service } = await parts.open(intent)
    // Another service knows nothing of the key: that it is gone there says nothing.
    if (service !== intent.service) throw unknownOutcome(intent, false)
    const made = intent.key ?? (await keyMadeBy(parts, connector, http, intent))
    if (made !== null) {
      if (!connector.operations.delete)
        throw new AppError({ code: 'unsupported', effect: 'delete' })
      await connector.operations.delete(http, { id: made, version: null })
      await parts.store.keys.delete({ connection, environment, key: made })
    }
    await parts.store.intents.put({ ...intent, key: made, state: 'abandoned' })
    if (made !== null) await note(parts, intent, made, 'deleted')
  })
  parts.emit('keys-changed', { connection, environment })
  return null
}

const note = async (
  { store, clock, emit }: CreateParts,
  { connection, environment, name, mask }: Intent,
  key: string | null,
  kind: 'stored' | 'deleted',
): Promise<void> => {
  const line = { connection, environment, key, keyName: name, mask }
  await store.activity.append([{ at: clock.now(), by: 'you', kind, ...line }])
  emit('activity-changed', null)
}

const keyMadeBy = async (parts: CreateParts, connector: Connector, http: Http, intent: Intent) => {
  const { service } = intent
  const caller = await callerIn(parts, intent, connector, http)
  if (!mayRepeat(connector, intent, { service, caller, now: parts.clock.now() }))
    throw unknownOutcome(intent, false)
  return (await ask(parts, connector, http, intent, true)).key.id
}
