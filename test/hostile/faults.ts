import type { Buffer } from 'node:buffer'
import type { SecureContextOptions, TLSSocket } from 'node:tls'
import type { RawRequest } from './http-bytes.ts'

/** How a connection ends: RST or FIN. */
export type End = 'reset' | 'end'

/** What one request meets. Bytes are those of HTTP, inside TLS. */
export type Fault =
  | { readonly kind: 'pass' }
  /** The service gets the first `after` bytes of the request; with all of them it answers, to nobody. */
  | { readonly kind: 'cut-request'; readonly after: number; readonly how: End }
  /** The service gets the request and the application the first `after` bytes of the answer. */
  | { readonly kind: 'cut-answer'; readonly after: number; readonly how: End }
  /** The answer is whole, and `ms` late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The answer comes `bytes` at a time, `everyMs`, after the first `from` bytes. */
  | {
      readonly kind: 'drip'
      readonly bytes: number
      readonly everyMs: number
      readonly from?: number
    }
  /** No answer, ever; `reaches`: the service gets the request. */
  | { readonly kind: 'silence'; readonly reaches: boolean }
  /** Other bytes in the answer's place. A function gets the service's own, which has the request then. */
  | {
      readonly kind: 'answer'
      readonly bytes: Uint8Array | string | ((real: Buffer, request: Seen) => Uint8Array | string)
      readonly after?: 'stay' | End
      readonly lateMs?: number
    }
  /** By hand; `Line` is the decrypted connection. The service gets nothing. */
  | { readonly kind: 'speak'; readonly speak: (line: Line, request: Seen) => void | Promise<void> }

export type Line = { readonly socket: TLSSocket; readonly end: (how: End) => void }

/** What a new connection meets before any request. */
export type Greeting =
  | { readonly kind: 'reset' }
  /** It is accepted, and nothing is said, not even by TLS. */
  | { readonly kind: 'silence' }
  /** Bytes without TLS. */
  | { readonly kind: 'plain'; readonly bytes: string }
  /** Another certificate, other versions. */
  | {
      readonly kind: 'tls'
      readonly context: SecureContextOptions
      readonly requestCert?: boolean
      readonly requireCert?: boolean
    }

/** A request that came, and what became of it. */
export type Seen = RawRequest & {
  /** How much of it the service got. */
  readonly reached: 'none' | 'part' | 'whole'
  /** The service's answer, of which the application may have got less; null when there was none. */
  readonly answer: Buffer | null
}

/** A secret that the service made for the application, whether or not the answer arrived. */
export type Made = {
  /** The application's Idempotency-Key. */
  readonly intent: string
  readonly path: string
  readonly key: string
  readonly secret: string
}

export type Match = (request: RawRequest) => boolean

/** Requests of this method whose path, with its query, contains `part`. */
export const asks =
  (method: string, part = ''): Match =>
  request =>
    request.method === method && request.path.includes(part)
export const any: Match = () => true
