import { describe, expect, it } from 'vitest'
import { waitAfter } from '../../../src/main/services/sync.ts'
import type { ErrorInfo } from '../../../src/shared/error.ts'

describe('waitAfter', () => {
  const waitFor = (error: ErrorInfo, times: number) => waitAfter({ error, times }, 5000)

  it('polls as often as its service is asked, ever more slowly after failures, at most once a minute', () => {
    const timeout = { code: 'timeout', seconds: 30 } as const
    expect([5000, 30_000].map(pollMs => waitAfter(null, pollMs))).toEqual([5000, 30_000])
    expect([1, 2, 3, 4, 5, 50].map(times => waitFor(timeout, times))).toEqual([
      5000, 10_000, 20_000, 40_000, 60_000, 60_000,
    ])
  })

  it('waits as long as it was asked to, and no less than after another failure', () => {
    expect(waitFor({ code: 'rate-limited', retryAfterMs: 30_000 }, 1)).toBe(30_000)
    // Cloudflare shuts out whoever asks too often for five minutes.
    expect(waitFor({ code: 'rate-limited', retryAfterMs: 300_000 }, 1)).toBe(300_000)
    expect(waitFor({ code: 'rate-limited', retryAfterMs: 1000 }, 3)).toBe(20_000)
    expect(waitFor({ code: 'rate-limited', retryAfterMs: null }, 1)).toBe(5000)
  })

  it('waits no longer than 15 min, whatever it was asked', () => {
    expect(waitFor({ code: 'rate-limited', retryAfterMs: 3_600_000 }, 1)).toBe(900_000)
  })

  it('does not ask for the keychain to be unlocked time and again', () => {
    expect(waitFor({ code: 'keychain', cause: 'locked' }, 1)).toBeNull()
    expect(waitFor({ code: 'keychain', cause: 'timeout' }, 1)).toBe(5000)
  })

  it('does not send a refused credential again', () => {
    expect(waitFor({ code: 'unauthorized', environment: 'preview' }, 1)).toBeNull()
    const unfit = { environment: 'preview', cause: 'expired' } as const
    expect(waitFor({ code: 'credential-unfit', ...unfit }, 1)).toBeNull()
  })
})
