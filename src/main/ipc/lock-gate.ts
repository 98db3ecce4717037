import { openWhileLocked } from '../../shared/contract/app.ts'
import type { Result } from '../../shared/error.ts'
import type { Router } from './router.ts'

const locked: Result<never> = { ok: false, error: { code: 'locked' } }

export type LockGate = {
  readonly isLocked: () => boolean
  /** How often it was locked in this run. */
  readonly times: () => number
}

/** The door while Claviger is locked. What was asked before and is answered after has the same answer: `locked`. */
export const gateWhileLocked =
  (router: Router, lock: LockGate): Router =>
  async (route, input) => {
    if (typeof route === 'string' && openWhileLocked.has(route)) return router(route, input)
    if (lock.isLocked()) return locked
    const asked = lock.times()
    const answer = await router(route, input)
    return lock.times() === asked ? answer : locked
  }
