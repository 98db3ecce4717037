import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import type { KeyService } from '../tools/key-service.ts'

type Page = { readonly data: readonly unknown[]; readonly nextCursor: string | null }

const parts = 8

/**
 * The floor of a first sync on a slow line: the list of Preview in as many parts as connections, each page asked for when
 * the one before it in its part is parsed, and thrown away. Ms from before the first connection; `url` is how `service` is
 * reached. Throws when that was another number of keys than `count`.
 */
export const readInParts = async (
  service: KeyService,
  url: string,
  count: number,
): Promise<number> => {
  const startedAt = performance.now()
  const agent = new Agent({ keepAlive: true, maxSockets: parts })
  const get = async <Body>(path: string): Promise<Body> => {
    const headers = { authorization: `Bearer ${service.tokens.preview}` }
    const address = new URL(`/v1/environments/preview/keys${path}`, url)
    return new Promise((resolve, reject) => {
      const call = request(address, { ca: service.certificate, agent, headers })
      call.on('response', answer => resolve(text(answer).then(body => JSON.parse(body))))
      call.on('error', reject)
      call.end()
    })
  }
  const readPart = async (cursor: string): Promise<number> => {
    let rows = 0
    for (let next: string | null = cursor; next !== null; ) {
      const page: Page = await get(`?limit=1000&cursor=${encodeURIComponent(next)}`)
      rows += page.data.length
      next = page.nextCursor
    }
    return rows
  }
  const { cursors } = await get<{ readonly cursors: readonly string[] }>(`/shards?count=${parts}`)
  const rows = await Promise.all(cursors.map(readPart))
  agent.destroy()
  const all = rows.reduce((sum, some) => sum + some, 0)
  if (all !== count) throw new Error(`The parts have ${all} keys, and not ${count}`)
  return performance.now() - startedAt
}
