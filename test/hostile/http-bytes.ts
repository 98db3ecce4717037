import { Buffer } from 'node:buffer'

/** A request as it came over the wire. Header names are lower-case. */
export type RawRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Head and body. */
  readonly bytes: Buffer
}

const headEnd = '\r\n\r\n'

const headersIn = (lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines.map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )

/** The first request in `heard` and how many bytes it takes; null while it is not whole. */
export const firstRequest = (heard: Buffer): RawRequest | null => {
  const end = heard.indexOf(headEnd)
  if (end < 0) return null
  const [line = '', ...rest] = heard.subarray(0, end).toString('latin1').split('\r\n')
  const headers = headersIn(rest)
  const size = end + headEnd.length + Number(headers['content-length'] ?? 0)
  if (heard.length < size) return null
  const [method = '', path = ''] = line.split(' ')
  const bytes = Buffer.from(heard.subarray(0, size))
  return { method, path, headers, body: bytes.subarray(end + headEnd.length).toString(), bytes }
}

/** The same request with another value of one header. */
export const withHeader = (request: RawRequest, name: string, value: string): RawRequest => {
  const end = request.bytes.indexOf(headEnd)
  const lines = request.bytes.subarray(0, end).toString('latin1').split('\r\n')
  const isIt = (line: string) => line.toLowerCase().startsWith(`${name}:`)
  const head = lines.map(line => (isIt(line) ? `${name}: ${value}` : line)).join('\r\n')
  const bytes = Buffer.concat([Buffer.from(head, 'latin1'), request.bytes.subarray(end)])
  return { ...request, headers: { ...request.headers, [name]: value }, bytes }
}

type Content = string | Uint8Array

/** An answer in bytes, with its length unless `headers` say how it ends. */
export const answerOf = (
  status: number,
  body: Content,
  headers: Readonly<Record<string, string>> = {},
): Buffer => {
  const content = Buffer.from(body)
  const all = { 'content-type': 'application/json', 'content-length': content.length, ...headers }
  const lines = Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Said\r\n${lines.join('')}\r\n`), content])
}

/** The status and the body of an answer that has its length. */
export const readAnswer = (bytes: Buffer): { readonly status: number; readonly body: string } => ({
  status: Number(bytes.subarray(9, 12).toString()),
  body: bytes.subarray(bytes.indexOf(headEnd) + headEnd.length).toString(),
})
