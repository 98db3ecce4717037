/** `reset` is in seconds. */
export type Allowance = {
  readonly allowed: boolean
  readonly remaining: number
  readonly reset: number
}

export type RateLimit = {
  readonly perMinute: number
  readonly take: (caller: string) => Allowance
}

const windowMs = 60_000

/** So many requests a minute for every caller, counted from the caller's first. */
export const createRateLimit = (perMinute: number, now: () => number): RateLimit => {
  const windows = new Map<string, { readonly since: number; count: number }>()
  return {
    perMinute,
    take: caller => {
      const at = now()
      const last = windows.get(caller)
      // A clock that was set back starts a new window instead of an endless one.
      const running = last && at >= last.since && at < last.since + windowMs
      const window = running ? last : { since: at, count: 0 }
      windows.set(caller, window)
      window.count += 1
      return {
        allowed: window.count <= perMinute,
        remaining: Math.max(0, perMinute - window.count),
        reset: Math.ceil((window.since + windowMs - at) / 1000),
      }
    },
  }
}

/** Headers of draft-ietf-httpapi-ratelimit-headers-10; `Retry-After` (RFC 9110) when nothing is left. */
export const rateLimitHeaders = (
  perMinute: number,
  { allowed, remaining, reset }: Allowance,
): Readonly<Record<string, string>> => ({
  'ratelimit-policy': `"default";q=${perMinute};w=${windowMs / 1000}`,
  ratelimit: `"default";r=${remaining};t=${reset}`,
  ...(allowed ? {} : { 'retry-after': String(reset) }),
})
