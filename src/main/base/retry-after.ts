const longestWaitMs = 3_600_000

/** RFC 9110 section 10.2.3: seconds or an HTTP date, in ms from `now`, clamped to an hour; null for anything else. */
export const retryAfterMs = (value: string | undefined, now: number): number | null => {
  if (value === undefined) return null
  // `Date.parse` would read "-5" and "1.5" as dates, so only the two shapes of the RFC are let in.
  const wait = /^\d+$/.test(value)
    ? Number(value) * 1000
    : /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)
      ? Date.parse(value) - now
      : Number.NaN
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), longestWaitMs)
}

/** What an answer asks to wait before it is asked again; better-auth and others name the header `X-Retry-After`. */
export const askedToWait = (
  { headers }: { readonly headers: Readonly<Record<string, string>> },
  now: number,
): number | null => retryAfterMs(headers['retry-after'] ?? headers['x-retry-after'], now)
