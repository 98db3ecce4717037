import type { Trust } from '../../shared/domain/connection.ts'

/** How long a request may take, and how large its answer may be. */
export type Limits = {
  /** A host that is not reached within this many ms counts as not reached, over all attempts. */
  readonly connectMs: number
  /** From when a read is sent until its answer begins, in ms. */
  readonly firstByteMs: number
  /** The whole of it in ms: finding the proxy, every attempt, and the waits between them. */
  readonly deadlineMs: number
  /** Decoded bytes of the answer beyond which reading stops. */
  readonly maxBytes: number
}

export const standardLimits: Limits = {
  ...{ connectMs: 4500, firstByteMs: 10_000, deadlineMs: 30_000 },
  maxBytes: 5 * 1024 * 1024,
}

/** One HTTPS request, already authorized. `url` is absolute; the transport adds nothing to it. */
export type TransportRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly trust: Trust
  readonly signal: AbortSignal | null
  /** It changes nothing, so that it may be sent again; unless told, every GET and nothing else. */
  readonly isRead?: boolean
  /** Whoever sends it asks again by itself before long: it is not repeated here. */
  readonly once?: boolean
} & Pick<Limits, 'deadlineMs' | 'maxBytes'> &
  Partial<Limits>

/** Header names are lower-case. */
export type TransportResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body was no UTF-8, as JSON must be (RFC 8259 section 8.1): it is left out. */
  readonly unreadable?: boolean
}

/**
 * Sends a request and never follows a redirect. A read that failed in passing is repeated, a change only when nothing
 * of it was sent. Throws `AppError`: `unreachable`, `proxy` and `tls` when nothing was sent, `timeout` and
 * `interrupted` when it may have arrived, `bad-response` when the answer is too large or malformed, `cancelled` by
 * `signal`.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>
