import type { Environment } from '../../../src/shared/domain/environment.ts'
import type { IntentId, IntentKind } from '../../../src/shared/domain/intent.ts'

/** One secret that somebody wished for, once. */
export type Wish = {
  readonly intent: IntentId
  readonly kind: IntentKind
  readonly environment: Environment
  /** Of the key to be made; no two wishes have the same. */
  readonly name: string
  /** The key that is given another secret; null where it is made with it. */
  readonly target: string | null
}

/** A secret that somebody had in their hands. */
export type Sighting = {
  readonly intent: IntentId
  readonly environment: Environment
  readonly key: string
  readonly mask: string | null
  readonly secret: string
}

/** Something that somebody did to a key that is there. */
export type Order = {
  readonly environment: Environment
  readonly action: string
  readonly key: string
}

/** What the person at the application wished, ordered, saw and was told: all that a model of the service needs. */
export const createBook = () => {
  const wishes = new Map<IntentId, Wish>()
  const closed = new Map<IntentId, string>()
  const sightings: Sighting[] = []
  const orders: Order[] = []
  const abandoned = new Set<IntentId>()
  return {
    /** What was said of a wish that is not so. */
    misread: [] as string[],
    ...{ wishes, closed, sightings, orders, abandoned },
    wish: (wish: Wish): void => void wishes.set(wish.intent, wish),
    order: (order: Order): void => void orders.push(order),
    /** What the wish made is to be undone. */
    abandon: (intent: IntentId): void => void abandoned.add(intent),
    see: (sighting: Sighting): void => void sightings.push(sighting),
    /** The person closed it, or was told that nothing of it is left to have. */
    close: (intent: IntentId, why: string): void => void closed.set(intent, why),
    hasSeen: (intent: IntentId): boolean => sightings.some(seen => seen.intent === intent),
  }
}

export type Book = ReturnType<typeof createBook>
