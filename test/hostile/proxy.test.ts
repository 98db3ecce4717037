import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { serveProxy } from '../main/platform/https/proxies.ts'
import { stopServers } from '../main/platform/https/servers.ts'
import { createNames } from './names.ts'
import { create, createAndStore, limits, play, read, setStage } from './stage.ts'
import { startWorld } from './world.ts'

const names = createNames()
let said: (url: string) => Promise<string> = async () => 'DIRECT'
const asked: string[] = []
const resolveProxy = (url: string): Promise<string> => {
  asked.push(url)
  return said(url)
}
const stage = setStage({ name: 'keys.test', transport: { lookup: names.lookup, resolveProxy } })

afterEach(() => {
  said = async () => 'DIRECT'
})
afterAll(stopServers)

const by = (way: string) => () => {
  stage.front().dropAll()
  said = async () => way
}

/** A read and a creation meet the same, and nothing of them reaches the service. */
const refused = async (way: () => unknown, cause: string) => {
  const attempts = await play(stage.world(), {
    fault: way,
    act: world => [read(world), create(world, 'never sent')],
    codes: ['proxy'],
    withinMs: limits.connectMs + 4000,
    see: (_, seen) => {
      expect(seen).toEqual([])
      said = async () => 'DIRECT'
    },
  })
  for (const { error } of attempts) expect(error).toMatchObject({ code: 'proxy', cause })
  return attempts
}

describe('R: a proxy that the system names', () => {
  it('lets everything through, and sees nothing of it', async () => {
    const proxy = await serveProxy()
    await play(stage.world(), {
      fault: by(`PROXY 127.0.0.1:${proxy.port}`),
      act: world => [read(world), createAndStore(world, 'by proxy')],
      made: ['by proxy'],
    })
    const heard = `${proxy.heads.join('')}${Buffer.concat(proxy.bytes).toString('latin1')}`
    expect(proxy.heads[0]).toMatch(/^CONNECT keys\.test:\d+ HTTP\/1\.1\r\n/)
    for (const canary of stage.world().canaries()) expect(heard).not.toContain(canary)
    expect(heard).not.toContain('/v1/')
  })

  it('asks for a login (407)', async () => {
    const refuse =
      'HTTP/1.1 407 Authenticate\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n'
    const proxy = await serveProxy({ refuse })
    await refused(by(`PROXY 127.0.0.1:${proxy.port}`), 'login')
    expect(proxy.heads.join('')).not.toMatch(/authorization/i)
  })

  const refusals: readonly (readonly [string, string])[] = [
    ['refuses CONNECT', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'],
    ['has no gateway', 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'],
    [
      'answers with a web page',
      'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<h1>Sign in</h1>',
    ],
    ['is no proxy', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['hangs up', ''],
  ]
  it.each(refusals)('%s', async (_, refuse) => {
    const proxy = await serveProxy({ refuse })
    const attempts = await play(stage.world(), {
      fault: by(`PROXY 127.0.0.1:${proxy.port}`),
      act: world => [read(world), create(world, 'never sent')],
      codes: ['proxy'],
      withinMs: limits.connectMs + 4000,
      see: (_, seen) => {
        expect(seen).toEqual([])
        said = async () => 'DIRECT'
      },
    })
    expect(attempts).toHaveLength(2)
  })

  it('cannot be reached', async () => {
    const attempts = await refused(by('PROXY 127.0.0.1:9'), 'unreachable')
    for (const { ms } of attempts) expect(ms).toBeLessThan(5000)
  })

  it('has a name and a password, which are told to nobody', async () => {
    stage.world().plant('hunter2canary')
    await refused(by('PROXY admin:hunter2canary@127.0.0.1:3128'), 'unsupported')
  })

  it('is of a kind that is not spoken to', async () => {
    await refused(by('SOCKS 127.0.0.1:1080'), 'unsupported')
  })

  it('is found by a script that hangs', async () => {
    const hang = () => {
      stage.front().dropAll()
      said = () => new Promise(() => undefined)
    }
    const attempts = await refused(hang, 'not-resolved')
    for (const { ms } of attempts) expect(ms).toBeLessThan(5000)
  })

  it('is found by a script that fails', async () => {
    const fail = () => {
      stage.front().dropAll()
      said = async () => {
        throw new Error('PAC script: admin:hunter2canary')
      }
    }
    await refused(fail, 'not-resolved')
  })

  it('is told the host, and neither path nor query', () => {
    expect(asked.length).toBeGreaterThan(0)
    expect(new Set(asked)).toEqual(new Set([`${stage.front().url}/`]))
  })

  it('is never asked about this computer itself', async () => {
    const front = { ...stage.front(), place: { ...stage.front().place } }
    const own = { ...front.place, url: `https://localhost:${front.port}` }
    const before = asked.length
    const world = await startWorld({
      service: stage.service(),
      front: { ...front, place: own },
      ...{ limits, transport: { resolveProxy: async url => resolveProxy(url) } },
    })
    await read(world)
    expect(asked.length).toBe(before)
    await world.stop()
    await world.remove()
  })
})
