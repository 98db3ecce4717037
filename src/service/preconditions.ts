import { refuse } from './problems.ts'

/** Answers whether a key's strong ETag is one that the client named. */
export type Precondition = (etag: string) => boolean

/** `If-Match` (RFC 9110 section 13.1.1): a weak tag never matches, and no header demands nothing. */
export const ifMatch = (header: string | undefined): Precondition => {
  if (header === undefined || header.trim() === '*') return () => true
  const tags = header.split(',').map(tag => tag.trim())
  return etag => tags.includes(etag)
}

/** The same where a change without `If-Match` could overwrite another (RFC 6585 section 3). */
export const demandIfMatch = (header: string | undefined): Precondition =>
  header === undefined
    ? refuse('precondition-required', 'Send the ETag that you read, as If-Match.')
    : ifMatch(header)

// Short keys could be guessed, and with them the stored answer opened.
const usable = /^[\x21-\x7e]{16,255}$/

/** The Idempotency-Key as it was sent, or null; ends the request when it cannot be used. */
export const idempotencyKey = (header: string | readonly string[] | undefined): string | null => {
  if (header === undefined) return null
  if (typeof header === 'string' && usable.test(header)) return header
  return refuse(
    'idempotency-key-invalid',
    'Send 16 to 255 printable ASCII characters without spaces, such as a random UUID.',
  )
}

export const demandIdempotencyKey = (header: string | readonly string[] | undefined): string =>
  idempotencyKey(header) ??
  refuse('idempotency-key-required', 'Send a random UUID as Idempotency-Key.')
