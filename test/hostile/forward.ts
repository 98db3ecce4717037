import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request as send } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { connect } from 'node:tls'
import type { KeyService } from '../../tools/key-service.ts'
import type { RawRequest } from './http-bytes.ts'

// Of one connection, not of the answer.
const ofTheWay = ['connection', 'keep-alive', 'transfer-encoding', 'content-length']

const pairsOf = (flat: readonly string[]): readonly (readonly [string, string])[] =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []))

const bytesOf = async (answer: IncomingMessage): Promise<Buffer> => {
  const body = await buffer(answer)
  const kept = pairsOf(answer.rawHeaders).filter(([name]) => !ofTheWay.includes(name.toLowerCase()))
  const length = answer.statusCode === 204 ? [] : [['content-length', body.length] as const]
  const lines = [...kept, ...length].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const line = `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n`
  return Buffer.concat([Buffer.from(`${line}${lines}\r\n`, 'latin1'), body])
}

/** The way from the front to the real service: whole requests, answered in bytes, and the first bytes of one. */
export const createForward = ({ url, certificate }: Pick<KeyService, 'url' | 'certificate'>) => {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(url)
  return {
    whole: (request: RawRequest): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        const { method, path, body } = request
        const { host: _, connection: __, ...headers } = request.headers
        const call = send(new URL(path, url), { method, headers, agent, ca: certificate })
        call.on('response', answer => bytesOf(answer).then(resolve, reject))
        call.on('error', reject).end(body)
      }),
    /** The service gets these bytes and then a reset. */
    part: async (bytes: Buffer): Promise<void> => {
      if (bytes.length === 0) return
      const socket = connect({ host: hostname, port: Number(port), ca: certificate })
      socket.on('error', () => undefined)
      await once(socket, 'secureConnect')
      await new Promise(resolve => socket.write(bytes, resolve))
      socket.destroy()
    },
    close: () => agent.destroy(),
  }
}
