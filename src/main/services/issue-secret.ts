import type { Intent, IntentId, Reveal, Unfinished } from '../../shared/domain/intent.ts'
import type { KeyDraft, KeyId, KeyTarget, Scope } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import { abandonIntent, noteIntent } from './abandon-intent.ts'
import { isFinished, isSameWish, madeNothing, reconnected, type Wish } from './intent-rules.ts'
import { createReconciling } from './reconcile.ts'
import { type IssueParts, sendIntent } from './send-intent.ts'
import { unfinishedOf } from './unfinished.ts'

type WithIntent = { readonly intent: IntentId }
type Abandoning = WithIntent & { readonly key?: KeyId | null }
type Creation = Scope & WithIntent & { readonly draft: KeyDraft }
type Generation = KeyTarget & WithIntent & { readonly version: string | null }
type Rotation = Generation & { readonly overlapSeconds: number; readonly told: boolean }

/**
 * Getting a new secret, of a new key or of one that is there, without ever losing or doubling it. The intent is durable
 * before anything is sent; its id is the Idempotency-Key, so that a lost answer is asked for again instead of making a
 * second secret.
 */
export const createIssuing = (parts: IssueParts) => {
  const onEnd = () => parts.emit('reveals-changed', null)
  const making = createUnderWay<Reveal>(onEnd)
  const abandoning = createUnderWay<null>(onEnd)
  const make = (id: IntentId, work: () => Promise<Reveal>) =>
    making.once(id, async () => {
      if (abandoning.has(id)) throw notOpen()
      return work()
    })

  return {
    create: (creation: Creation): Promise<Reveal> =>
      make(creation.intent, () => begin(parts, creationWish(creation))),
    /** Gives a system that has no key its key. */
    generate: (generation: Generation): Promise<Reveal> =>
      make(generation.intent, async () =>
        begin(parts, { ...(await targetWish(parts, generation)), kind: 'generate' }),
      ),
    rotate: ({ overlapSeconds, told, ...rotation }: Rotation): Promise<Reveal> =>
      make(rotation.intent, async () => {
        const wish = await targetWish(parts, rotation)
        const reveal = await begin(parts, { ...wish, kind: 'rotate', overlapSeconds })
        if (told) await markTold(parts, { ...rotation, key: reveal.key })
        return reveal
      }),
    ...createOpen(parts, id => making.get(id) ?? abandoning.get(id)),
    recover: ({ intent }: WithIntent): Promise<Reveal> => make(intent, () => resume(parts, intent)),
    /** The user says that the secret, copied or shown in an earlier run, is stored. */
    stored: async ({ intent }: WithIntent): Promise<null> => {
      const found = await findOpen(parts, intent)
      await parts.store.intents.put({ ...found, state: 'stored' })
      await noteIntent(parts, found, 'stored')
      parts.emit('reveals-changed', null)
      return null
    },
    abandon: ({ intent, key = null }: Abandoning): Promise<null> =>
      abandoning.once(intent, async () => {
        await making.get(intent)?.catch(() => undefined)
        return abandonIntent(parts, await findOpen(parts, intent), key)
      }),
    /** Closed without a word of what became of the key: nobody here can tell. */
    dismiss: async ({ intent }: WithIntent): Promise<null> => {
      await parts.store.intents.put({ ...(await findOpen(parts, intent)), state: 'stored' })
      parts.emit('reveals-changed', null)
      return null
    },
  }
}

export type Issuing = ReturnType<typeof createIssuing>

/** What is open, and what became of it. */
const createOpen = (
  parts: IssueParts,
  underWay: (id: IntentId) => Promise<unknown> | undefined,
) => {
  const isBusy = (id: IntentId) => underWay(id) !== undefined || parts.reveals.knows(id)
  const find = async (id: IntentId): Promise<Intent | null> =>
    isBusy(id) ? null : findOpen(parts, id).catch(nullIfNotOpen)
  const reconciling = createReconciling({ ...parts, find })
  const shown = async (intents: readonly Intent[]): Promise<Unfinished[]> => {
    const { store, connectorOf, clock } = parts
    const connections = await store.connections.list()
    const around = { connections, connectorOf, now: clock.now(), isLooking: reconciling.isLooking }
    return intents.map(intent => unfinishedOf(intent, around))
  }
  return {
    attend: reconciling.attend,
    reach: reconciling.reach,
    rest: reconciling.rest,
    /**
     * Secrets that were asked for, of which nobody has said that they are stored, and which this run never had. Whoever
     * asks wants to know of them: what became of them is looked for.
     */
    open: async (): Promise<Unfinished[]> => {
      const connections = await parts.store.connections.list()
      const unfinished = (await parts.store.intents.open())
        .filter(({ id, state }) => state !== 'prepared' && !isBusy(id))
        .map(intent => reconnected(intent, connections))
      reconciling.follow(unfinished)
      return shown(unfinished)
    },
    look: async ({ intent }: WithIntent): Promise<Unfinished | null> => {
      await underWay(intent)?.catch(() => undefined)
      const now = await reconciling.look(await findOpen(parts, intent))
      return now && ((await shown([now]))[0] ?? null)
    },
  }
}

/** Works by their intent: a second click, Enter or window joins the first. */
const createUnderWay = <T>(onEnd: () => void) => {
  const underWay = new Map<IntentId, Promise<T>>()
  return {
    has: (id: IntentId): boolean => underWay.has(id),
    get: (id: IntentId): Promise<T> | undefined => underWay.get(id),
    once: (id: IntentId, work: () => Promise<T>): Promise<T> => {
      const known = underWay.get(id)
      if (known) return known
      const started = work().finally(() => {
        underWay.delete(id)
        onEnd()
      })
      underWay.set(id, started)
      return started
    },
  }
}

const creationWish = ({ connection, environment, intent: id, draft }: Creation): Wish => ({
  ...{ id, connection, environment, kind: 'create', ...draft },
  ...{ target: null, version: null, overlapSeconds: null },
})

/** Of a key that is there, under the name by which it is known. */
const targetWish = async ({ store }: IssueParts, generation: Generation) => {
  const { connection, environment, intent: id, key: target, version } = generation
  const known = await store.keys.get(generation)
  if (!known) throw new AppError({ code: 'not-found', what: 'key' })
  return {
    ...{ id, connection, environment, target, version, name: known.name },
    ...{ description: null, expiresAt: null, overlapSeconds: null },
  }
}

/** The secret is there: that this cannot be written does not keep it from its owner. */
const markTold = async (
  { handOffs, log }: IssueParts,
  { intent: _, version: __, ...target }: Generation,
) => {
  try {
    await handOffs.mark({ ...target, step: 'tell', done: true })
  } catch (cause) {
    log('hand-off-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
}

const begin = async (parts: IssueParts, wish: Wish): Promise<Reveal> => {
  const known = await parts.store.intents.get(wish.id)
  if (known && !madeNothing(known)) {
    if (!isSameWish(known, wish)) throw otherWish()
    return resume(parts, wish.id)
  }
  const intent: Intent = {
    ...wish,
    ...{ state: 'prepared', key: null, mask: null, service: null, caller: null },
    ...{ sentAt: null, known: null, finding: null },
    at: parts.clock.now(),
  }
  await parts.store.intents.put(intent)
  return sendIntent(parts, intent)
}

/** The secret, if it waits here; else it is asked for again. */
const resume = async (parts: IssueParts, id: IntentId): Promise<Reveal> =>
  parts.reveals.pendingFor(id) ?? sendIntent(parts, await findOpen(parts, id))

const otherWish = (): AppError =>
  new AppError({ code: 'invalid-input', issues: [{ field: 'intent', problem: 'malformed' }] })

const notOpen = (): AppError => new AppError({ code: 'not-found', what: 'intent' })

const nullIfNotOpen = (cause: unknown): null => {
  if (infoOf(cause)?.code === 'not-found') return null
  throw cause
}

/** A secret is handed out once: an intent that is finished, or whose secret this run has had, is not open. */
const findOpen = async ({ store, reveals }: IssueParts, id: IntentId): Promise<Intent> => {
  const found = await store.intents.get(id)
  if (!found || isFinished(found) || reveals.knows(id)) throw notOpen()
  return reconnected(found, await store.connections.list())
}
