import type { Intent, IntentId } from '../../shared/domain/intent.ts'
import type { Scope } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'
import { createTurns, type InTurn } from '../base/turns.ts'
import type { OwnChanges } from './own-changes.ts'
import type { Emit, Store } from './ports.ts'
import { isInQuestion, lookNow } from './reconcile-now.ts'
import { apartMs } from './reconcile-rules.ts'
import type { OpenScope } from './scopes.ts'
import { waitAfter } from './sync.ts'

export type ReconcileParts = {
  readonly store: Store
  readonly open: OpenScope
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly ownChanges: OwnChanges
  /** Null for an intent that is closed, or whose secret is here. */
  readonly find: (id: IntentId) => Promise<Intent | null>
  /** Who asked before a lock may come to it only then. */
  readonly isLocked: () => boolean
}

/** An intent whose answer was lost, while this run finds out what became of it. */
type Followed = {
  readonly scope: Scope
  readonly running: Promise<Intent | null> | null
  /** Gives up the look that is to come; null where none is. */
  readonly cancel: (() => void) | null
  /** How often it failed, one after the other. */
  readonly failures: number
  readonly lookedAt: number | null
}

const fresh = { running: null, cancel: null, failures: 0, lookedAt: null }
const firstMs = 5_000

/** Looks at the service, one at a time for an intent, and again while that may tell more. */
const createLooks = (parts: ReconcileParts) => {
  const followed = new Map<IntentId, Followed>()
  const turns = new Map<string, InTurn>()
  let work = new AbortController()

  // Each reads the whole list: no more than one of a scope at a time.
  const inTurn = ({ connection, environment }: Scope): InTurn => {
    const name = `${connection}/${environment}`
    const known = turns.get(name) ?? createTurns()
    turns.set(name, known)
    return known
  }
  const update = (id: IntentId, change: Partial<Followed>): void => {
    const known = followed.get(id)
    if (known) followed.set(id, { ...known, ...change })
  }
  const drop = (id: IntentId): void => {
    followed.get(id)?.cancel?.()
    followed.delete(id)
  }
  const schedule = (id: IntentId, wait: number | null): void => {
    followed.get(id)?.cancel?.()
    update(id, { cancel: wait === null ? null : parts.clock.after(wait, () => lookAlone(id)) })
  }
  const run = async (id: IntentId, scope: Scope): Promise<Intent | null> => {
    const { signal } = work
    try {
      const intent = await inTurn(scope)(() => lookNow(parts, id, signal))
      if (signal.aborted) return intent
      update(id, { failures: 0, lookedAt: parts.clock.now() })
      if (intent) schedule(id, waitAfterLook(intent, parts.clock.now()))
      else drop(id)
      return intent
    } catch (cause) {
      // Given up: if it is followed again by now, that is another look's to go on with.
      if (signal.aborted) throw cause
      const failures = (followed.get(id)?.failures ?? 0) + 1
      update(id, { failures })
      schedule(id, waitAfterFailure(cause, failures))
      throw cause
    }
  }
  const look = (id: IntentId): Promise<Intent | null> => {
    const known = followed.get(id)
    if (!known) return Promise.resolve(null)
    if (known.running) return known.running
    schedule(id, null)
    const running = run(id, known.scope).finally(() => {
      if (followed.get(id)?.running === running) update(id, { running: null })
      parts.emit('reveals-changed', null)
    })
    update(id, { running })
    return running
  }
  /** Nobody waits for the answer. */
  const lookAlone = (id: IntentId): void =>
    void look(id).catch(cause => {
      if (infoOf(cause) === null) parts.log('intent-not-looked-for', faultOf(cause))
    })
  const rest = (): void => {
    work.abort()
    work = new AbortController()
    for (const id of [...followed.keys()]) drop(id)
  }
  return { followed, drop, schedule, look, lookAlone, rest }
}

/**
 * Finds out what became of secrets whose answer was lost, by looking and by nothing else: the request is not sent again.
 * What is found is written down; what is done about it is for a person to say.
 */
export const createReconciling = (parts: ReconcileParts) => {
  const { followed, drop, schedule, look, lookAlone, rest } = createLooks(parts)
  const add = ({ id, connection, environment }: Intent): void =>
    void followed.set(id, { ...fresh, scope: { connection, environment } })
  return {
    /** Looks at those that were not looked at by this run, and leaves those alone that are not open any longer. */
    follow: (open: readonly Intent[]): void => {
      if (parts.isLocked()) return
      for (const id of [...followed.keys()]) if (!open.some(intent => intent.id === id)) drop(id)
      for (const intent of open) {
        const known = followed.get(intent.id)
        if (known && isSame(known.scope, intent)) continue
        // Reached by another connection than before, it is looked for there.
        drop(intent.id)
        add(intent)
        schedule(intent.id, firstMs)
      }
    },
    isLooking: (id: IntentId): boolean => {
      const known = followed.get(id)
      return known !== undefined && (known.running !== null || known.cancel !== null)
    },
    /** A person wants to know now. Answers the intent; null when it is closed. Joins the look under way. */
    look: async (intent: Intent): Promise<Intent | null> => {
      if (parts.isLocked()) throw new AppError({ code: 'locked' })
      if (!followed.has(intent.id)) add(intent)
      return look(intent.id)
    },
    /** The cached keys of a scope have changed. Never throws. */
    attend: async (scope: Scope): Promise<void> => {
      for (const [id, known] of followed) {
        if (!isSame(known.scope, scope) || known.running) continue
        if (await isInQuestion(parts, id, known.lookedAt).catch(() => false)) lookAlone(id)
      }
    },
    /** What kept those of a scope from being looked for may be over. */
    reach: (scope: Scope): void => {
      for (const [id, known] of followed)
        if (known.failures > 0 && isSame(known.scope, scope)) lookAlone(id)
    },
    /** Nothing more is asked until somebody asks what is open. */
    rest,
  }
}

const isSame = (one: Scope, other: Scope): boolean =>
  one.connection === other.connection && one.environment === other.environment

/** One more read, where one alone says little; a second that said nothing is not followed by a third. */
const waitAfterLook = ({ finding }: Intent, now: number): number | null =>
  finding?.kind === 'not-seen' && finding.times === 1 && Math.abs(now - finding.at) < apartMs
    ? apartMs
    : null

const hopeless = [
  ...['not-found', 'unsupported', 'store', 'cancelled', 'locked', 'unsupported-version'],
  // Who may make keys and not list them is told so, and looks at the service.
  ...['forbidden', 'plan-required'],
]

/** Null where looking again by itself would fail again. */
const waitAfterFailure = (cause: unknown, times: number): number | null => {
  const error = infoOf(cause)
  return error === null || hopeless.includes(error.code) ? null : waitAfter({ error, times }, 0)
}
