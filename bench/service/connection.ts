import { once } from 'node:events'
import { connect } from 'node:tls'

/** Where a server listens on loopback, and the certificate to trust. */
export type Target = { readonly port: number; readonly certificate: string }

export type Answer = { readonly status: number; readonly body: Buffer }

/** One kept-alive connection, for one request at a time. */
export type Connection = {
  /** Sends a whole request; `request` is all of its bytes. */
  readonly ask: (request: string) => Promise<Answer>
  readonly close: () => void
}

const headEnd = '\r\n\r\n'

type Head = { readonly status: number; readonly from: number; readonly length: number }

/** The head of the answer that begins with `bytes`; null while it is not whole. Every answer here names its length. */
const headOf = (bytes: Buffer): Head | null => {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return null
  const text = bytes.toString('latin1', 0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  if (length === undefined) throw new Error(`An answer without its length: ${text}`)
  const from = end + headEnd.length
  return { status: Number(text.slice(9, 12)), from, length: from + Number(length) }
}

/** Puts the pieces of an answer together; answers it when it is whole, and null until then. */
const collectAnswer = () => {
  let chunks: Buffer[] = []
  let received = 0
  let head: Head | null = null
  return (chunk: Buffer): Answer | null => {
    chunks.push(chunk)
    received += chunk.length
    head ??= headOf(chunks.length === 1 ? chunk : Buffer.concat(chunks))
    if (head === null || received < head.length) return null
    const { status, from, length } = head
    const body = Buffer.concat(chunks).subarray(from, length)
    chunks = []
    received = 0
    head = null
    return { status, body }
  }
}

/**
 * HTTP/1.1 over TLS with as little work as there can be: what makes the load needs less of a processor than what bears
 * it, and so does not hold it back.
 */
export const openConnection = async ({ port, certificate }: Target): Promise<Connection> => {
  const socket = connect({ host: '127.0.0.1', port, ca: certificate })
  await once(socket, 'secureConnect')
  socket.setNoDelay(true)
  let waiting: PromiseWithResolvers<Answer> | null = null
  const collect = collectAnswer()
  socket.on('error', cause => waiting?.reject(cause))
  socket.on('close', () => waiting?.reject(new Error('The server has closed the connection')))
  socket.on('data', (chunk: Buffer) => {
    const answer = collect(chunk)
    if (answer) waiting?.resolve(answer)
  })
  return {
    ask: request => {
      const asked = Promise.withResolvers<Answer>()
      waiting = asked
      socket.write(request)
      return asked.promise
    },
    close: () => void socket.destroy(),
  }
}
