import type { Trust } from '../../shared/domain/connection.ts'

/** One HTTPS request, already authorized. `url` is absolute; the transport adds nothing to it. */
export type TransportRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly trust: Trust
  readonly signal: AbortSignal | null
  /** The whole exchange, connection included, must be over within this many milliseconds. */
  readonly deadlineMs: number
  /** Decoded bytes of the answer beyond which reading stops. */
  readonly maxBytes: number
}

/** Header names are lower-case. */
export type TransportResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends one request and never follows a redirect or retries. Throws `AppError`: `unreachable` and `tls` when
 * nothing was sent, `timeout` and `interrupted` when it may have arrived, `bad-response` when the answer is
 * too large or malformed, `cancelled` by `signal`.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>
