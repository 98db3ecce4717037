import type { HttpReply } from './connector.ts'

type Dated = Pick<HttpReply, 'headers'>

/** The service's clock by its `Date` header (RFC 9110 section 6.6.1), in ms since 1970 UTC, to the second; null without. */
export const serverTimeOf = ({ headers }: Dated): number | null => {
  const time = Date.parse(headers.date ?? '')
  return Number.isNaN(time) ? null : time
}

/** The same, or this computer's clock where the service does not tell the time. */
export const timeOf = (reply: Dated): number => serverTimeOf(reply) ?? Date.now()
