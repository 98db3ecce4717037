import type { Notice } from '../../../shared/domain/notice.ts'
import { AppError } from '../../../shared/error.ts'
import { activityIn } from './activity.ts'
import { connectionsIn } from './connections.ts'
import { isDamage, storeError } from './failure.ts'
import { handOffsIn } from './hand-offs.ts'
import { copyingIntents } from './intent-copy.ts'
import { intentsIn } from './intents.ts'
import { indexerOf } from './key-indexing.ts'
import { keysIn } from './keys.ts'
import { listsOf } from './lists.ts'
import { openDatabase } from './open-database.ts'
import { type Backend, operationKinds } from './operations.ts'
import { profilesIn } from './scopes.ts'
import { markSuspect } from './store-files.ts'

export type OpenBackend = {
  readonly notices: readonly Notice[]
  readonly readOnly: boolean
  /** Runs one operation at the time `now`, in ms since 1970 UTC. Throws `AppError`, or what is a bug. */
  readonly run: (operation: string, input: readonly unknown[], now?: number) => unknown
  /** The same for `keys.counts`, as slices that are to be run one after another. */
  readonly counting: (input: readonly unknown[], now: number) => Iterator<undefined, unknown>
  /** Another number when an answer of `counting` may be another. */
  readonly generation: () => number
  /** Brings some rows into the indexes that wait for it, for some ms. Answers whether more are left. */
  readonly index: () => boolean
  /** Brings everything into the main file and closes it. */
  readonly close: () => void
}

export const openBackend = (file: string): OpenBackend => {
  const { database, copy, intentCopy, access, notices } = openDatabase(file)
  let time = 0
  const now = () => time
  const lists = listsOf(database)
  const indexer = indexerOf(database)
  const backend: Backend = {
    connections: connectionsIn(database, copy),
    profiles: profilesIn(database, now),
    keys: keysIn(database, now, lists),
    intents: intentsIn(database, work => copyingIntents(database, intentCopy, work)),
    handOffs: handOffsIn(database),
    activity: activityIn(database),
  }
  const runs = runsOf(backend)
  const telling = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      if (access === 'writable' && isDamage(cause)) markSuspect(file)
      throw storeError(cause) ?? cause
    }
  }
  const run = (operation: string, input: readonly unknown[], at: number): unknown => {
    time = at
    const found = runs.get(operation)
    if (!found) throw new Error(`The store has no ${operation}`)
    if (operationKinds.get(operation) === 'write') {
      if (access !== 'writable') throw new AppError({ code: 'store', cause: access })
      // Without room for it the rows wait for their indexes again; whether there is room for what is asked, that says itself.
      attempt(() => telling(indexer.settle))
      // A key that changes says so itself. With a connection whole lists may go.
      if (operation.startsWith('connections.')) lists.changed(true)
      if (operation.startsWith('profiles.')) lists.forget()
    }
    return telling(() => found(...input))
  }
  const counting: OpenBackend['counting'] = (input, at) => {
    time = at
    const slices = run('keys.counts', input, at) as ReturnType<Backend['keys']['counts']>
    return { next: () => telling(() => slices.next()), return: slices.return.bind(slices) }
  }
  return {
    ...{ notices, counting },
    readOnly: access !== 'writable',
    run: (operation, input, at = Date.now()) =>
      operation === 'keys.counts' ? resultOf(counting(input, at)) : run(operation, input, at),
    generation: lists.generation,
    index: () => access === 'writable' && telling(indexer.step),
    close: () => {
      attempt(indexer.settle)
      if (access === 'writable') attempt(lists.saveCounts)
      database.close()
    },
  }
}

/** What was confirmed is durable: `work` makes what comes later faster, no more. */
const attempt = (work: () => void): void => {
  try {
    work()
  } catch {
    // It is tried again.
  }
}

const resultOf = (slices: Iterator<undefined, unknown>): unknown => {
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
  }
}

type Run = (...input: readonly unknown[]) => unknown

const runsOf = (backend: Backend): ReadonlyMap<string, Run> =>
  new Map(
    Object.entries(backend).flatMap(([domain, methods]) =>
      // The input was typed where the call was made, by the same `Store`.
      Object.entries(methods).map(([method, run]) => [`${domain}.${method}`, run as Run] as const),
    ),
  )
