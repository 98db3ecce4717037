import type { HttpReply } from './connector.ts'

/** The service's clock by its `Date` header (RFC 9110 section 6.6.1), in ms since 1970 UTC, to the second; null without. */
export const serverTimeOf = ({ headers }: Pick<HttpReply, 'headers'>): number | null => {
  const time = Date.parse(headers.date ?? '')
  return Number.isNaN(time) ? null : time
}
