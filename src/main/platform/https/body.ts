import { Buffer } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError } from '../../../shared/error.ts'

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const

type Coding = keyof typeof decoders
const isCoding = (name: string): name is Coding => Object.hasOwn(decoders, name)

const refuse = (reason: 'incomplete' | 'too-large' | 'shape'): never => {
  throw new AppError({ code: 'bad-response', reason })
}

/** How the body of an answer is encoded, outermost last. */
export type Framing = { readonly codings: readonly Coding[] }

/**
 * Reads the framing headers (RFC 9112 section 6.3, RFC 9110 section 8.4). Throws `bad-response`: `incomplete` when
 * only the end of the connection would end the body, so that a cut could not be told from the end; `shape` for
 * an encoding that is unknown, or more than two.
 */
export const framingOf = (status: number, headers: IncomingHttpHeaders): Framing => {
  const length = headers['content-length']
  if (status === 204 || status === 304 || length === '0') return { codings: [] }
  if (length === undefined && headers['transfer-encoding'] === undefined) refuse('incomplete')
  const names = String(headers['content-encoding'] ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '' && name !== 'identity')
  const codings = names.filter(isCoding)
  return codings.length < names.length || names.length > 2 ? refuse('shape') : { codings }
}

// A decoder that fails or is left early takes those before it along.
const decode = (source: Readable, framing: Framing): Readable =>
  framing.codings
    .toReversed()
    .reduce<Readable>((from, name) => pipeline(from, decoders[name](), () => {}), source)

// With its byte order mark, which is no JSON (RFC 8259 section 8.1).
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const textOf = (bytes: Uint8Array): string | null => {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** Decodes `source` to text, null for what is no UTF-8. Throws `bad-response` `too-large` as soon as it is more than `maxBytes` decoded bytes. */
export const readText = async (
  source: Readable,
  framing: Framing,
  maxBytes: number,
): Promise<string | null> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of decode(source, framing)) {
    size += chunk.length
    if (size > maxBytes) refuse('too-large')
    parts.push(chunk)
  }
  return textOf(Buffer.concat(parts))
}
