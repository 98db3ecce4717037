import type { Intent, IntentId, Reveal } from '../../shared/domain/intent.ts'
import { AppError } from '../../shared/error.ts'
import { abandonIntent, noteIntent } from './abandon-intent.ts'
import { isFinished, isSameWish, madeNothing, reconnected, type Wish } from './intent-rules.ts'
import { type CreateParts, sendIntent } from './send-intent.ts'

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
    open: async (): Promise<Intent[]> => {
      const connections = await parts.store.connections.list()
      const unfinished = await parts.store.intents.open()
      return unfinished
        .filter(
          ({ id, state }) =>
            state !== 'prepared' &&
            ![creating.has(id), abandoning.has(id), parts.reveals.knows(id)].includes(true),
        )
        .map(intent => reconnected(intent, connections))
    },
    recover: ({ intent }: { readonly intent: IntentId }): Promise<Reveal> =>
      make(intent, () => resume(parts, intent)),
    /** The user says that the secret, copied or shown in an earlier run, is stored. */
    stored: async ({ intent }: { readonly intent: IntentId }): Promise<null> => {
      const found = await findOpen(parts, intent)
      await parts.store.intents.put({ ...found, state: 'stored' })
      await noteIntent(parts, found, 'stored')
      parts.emit('reveals-changed', null)
      return null
    },
    abandon: ({ intent }: { readonly intent: IntentId }): Promise<null> =>
      once(abandoning, intent, async () => {
        await creating.get(intent)?.catch(() => undefined)
        return abandonIntent(parts, await findOpen(parts, intent))
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
    if (!isSameWish(known, wish)) throw otherWish()
    return resume(parts, id)
  }
  const intent: Intent = {
    ...{ id, connection, environment, ...draft },
    ...{ state: 'prepared', key: null, mask: null, service: null, caller: null },
    at: parts.clock.now(),
  }
  await parts.store.intents.put(intent)
  return sendIntent(parts, intent)
}

/** The secret, if it waits here; else it is asked for again. */
const resume = async (parts: CreateParts, id: IntentId): Promise<Reveal> =>
  parts.reveals.pendingFor(id) ?? sendIntent(parts, await findOpen(parts, id))

const otherWish = (): AppError =>
  new AppError({ code: 'invalid-input', issues: [{ field: 'intent', problem: 'malformed' }] })

const notOpen = (): AppError => new AppError({ code: 'not-found', what: 'intent' })

/** A secret is handed out once: an intent that is finished, or whose secret this run has had, is not open. */
const findOpen = async ({ store, reveals }: CreateParts, id: IntentId): Promise<Intent> => {
  const found = await store.intents.get(id)
  if (!found || isFinished(found) || reveals.knows(id)) throw notOpen()
  return reconnected(found, await store.connections.list())
}
