import type { Result } from '../../shared/error.ts'
import type { Router } from './router.ts'

/** Requests under way at once, and by the second after a burst. A page that follows a person stays far below all three. */
export const mostRequests = { underWay: 128, burst: 400, perSecond: 200 } as const

const busy: Result<never> = { ok: false, error: { code: 'busy' } }

/** Refuses what no person could ask for, before it costs anything. `now` is monotonic, in ms. */
export const limitCrowd = (router: Router, now: () => number = () => performance.now()): Router => {
  let underWay = 0
  let left: number = mostRequests.burst
  let at = now()
  return async (route, input) => {
    const time = now()
    const regained = ((time - at) / 1000) * mostRequests.perSecond
    left = Math.min(mostRequests.burst, left + regained)
    at = time
    if (left < 1 || underWay >= mostRequests.underWay) return busy
    left -= 1
    underWay += 1
    try {
      return await router(route, input)
    } finally {
      underWay -= 1
    }
  }
}
