import { app, powerMonitor } from 'electron'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'

const endMs = 8_000

/** Quitting waits, within a bound, until `end` has closed what must be closed. */
export const endBeforeQuit = (end: () => Promise<void>, log: Log): void => {
  let ended = false
  app.on('will-quit', event => {
    if (ended) return
    event.preventDefault()
    const bound = new Promise(resolve => setTimeout(resolve, endMs))
    const work = end().catch(cause => log('not-ended-in-order', faultOf(cause)))
    void Promise.race([work, bound]).finally(() => {
      ended = true
      app.quit()
    })
  })
}

/**
 * Runs `work`, which never rejects, when the session is locked or the computer goes to sleep; and when it wakes up, for
 * its sleep may have come too fast to be told. For after `ready`.
 */
export const onAway = (work: () => Promise<void>): void => {
  const run = () => void work()
  powerMonitor.on('lock-screen', run)
  powerMonitor.on('suspend', run)
  powerMonitor.on('resume', run)
}

// Seconds without input that the system needs to be asked with; a locked screen is told whatever they are.
const anyIdleness = 60

/** For after `ready`. Linux tells by `isLocked` alone that its screen is locked, and not on every desktop. */
export const presence = {
  idleSeconds: (): number => powerMonitor.getSystemIdleTime(),
  isLocked: (): boolean => powerMonitor.getSystemIdleState(anyIdleness) === 'locked',
}

/** Helpers end and are started again by whoever needs them; that one crashed is worth a line. */
export const logCrashes = (log: Log): void => {
  app.on('child-process-gone', (_event, { type, name, reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') {
      log('process-gone', { type, name: name ?? null, reason })
    }
  })
}
