import type { Notice } from '../../../shared/domain/notice.ts'
import { AppError } from '../../../shared/error.ts'
import { activityIn } from './activity.ts'
import { connectionsIn } from './connections.ts'
import { isDamage, storeError } from './failure.ts'
import { handOffsIn } from './hand-offs.ts'
import { copyingIntents } from './intent-copy.ts'
import { intentsIn } from './intents.ts'
import { keysIn } from './keys.ts'
import { openDatabase } from './open-database.ts'
import { type Backend, operationKinds } from './operations.ts'
import { profilesIn } from './scopes.ts'
import { markSuspect } from './store-files.ts'

export type OpenBackend = {
  readonly notices: readonly Notice[]
  readonly readOnly: boolean
  /** Runs one operation at the time `now`, in ms since 1970 UTC. Throws `AppError`, or what is a bug. */
  readonly run: (operation: string, input: readonly unknown[], now?: number) => unknown
  /** Brings everything into the main file and closes it. */
  readonly close: () => void
}

export const openBackend = (file: string): OpenBackend => {
  const { database, copy, intentCopy, access, notices } = openDatabase(file)
  let time = 0
  const now = () => time
  const backend: Backend = {
    connections: connectionsIn(database, copy),
    profiles: profilesIn(database, now),
    keys: keysIn(database, now),
    intents: intentsIn(database, work => copyingIntents(database, intentCopy, work)),
    handOffs: handOffsIn(database),
    activity: activityIn(database),
  }
  const runs = runsOf(backend)
  return {
    notices,
    readOnly: access !== 'writable',
    run: (operation, input, at = Date.now()) => {
      time = at
      const run = runs.get(operation)
      if (!run) throw new Error(`The store has no ${operation}`)
      if (access !== 'writable' && operationKinds.get(operation) === 'write') {
        throw new AppError({ code: 'store', cause: access })
      }
      try {
        return run(...input)
      } catch (cause) {
        if (access === 'writable' && isDamage(cause)) markSuspect(file)
        throw storeError(cause) ?? cause
      }
    },
    close: () => database.close(),
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
