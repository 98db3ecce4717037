import { describe, expect, it } from 'vitest'
import { createWaysTo, waysIn } from '../../../../src/main/platform/https/way.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { fakeClock } from '../../../fakes.ts'

describe('what a PAC script says', () => {
  const proxy = (kind: string, port: number, host = 'proxy.example') => ({ kind, host, port })
  const direct = { kind: 'direct' }
  it.each([
    ['', [direct]],
    [' ; ', [direct]],
    ['DIRECT', [direct]],
    ['direct', [direct]],
    ['PROXY proxy.example:3128', [proxy('http', 3128)]],
    ['PROXY proxy.example', [proxy('http', 80)]],
    ['HTTP proxy.example:3128', [proxy('http', 3128)]],
    ['HTTPS proxy.example', [proxy('https', 443)]],
    ['SOCKS5 proxy.example', [proxy('socks5', 1080)]],
    ['PROXY [2001:db8::1]:8080', [proxy('http', 8080, '[2001:db8::1]')]],
    ['PROXY proxy.example:1;DIRECT', [proxy('http', 1), direct]],
    ['  PROXY  proxy.example:1 ; HTTPS proxy.example:2 ', [proxy('http', 1), proxy('https', 2)]],
    ['SOCKS proxy.example:1080', [{ kind: 'unsupported', proxy: 'proxy.example' }]],
    ['SOCKS4 proxy.example', [{ kind: 'unsupported', proxy: 'proxy.example' }]],
    ['QUIC proxy.example', [{ kind: 'unsupported', proxy: 'proxy.example' }]],
    ['constructor proxy.example', [{ kind: 'unsupported', proxy: 'proxy.example' }]],
    ['PROXY ann:canary@proxy.example:1', [{ kind: 'unsupported', proxy: '' }]],
    ['PROXY proxy.example/path', [{ kind: 'unsupported', proxy: '' }]],
    ['PROXY', [{ kind: 'unsupported', proxy: '' }]],
  ])('reads "%s"', (said, ways) => {
    expect(waysIn(said)).toEqual(ways)
  })
})

describe('asking the system', () => {
  it('does not ask about this computer itself', async () => {
    const asked: string[] = []
    const waysTo = createWaysTo(async url => {
      asked.push(url)
      return 'PROXY proxy.example:1'
    }, fakeClock())
    for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '[::1]'])
      expect(await waysTo(new URL(`https://${host}:8443/`))).toEqual([{ kind: 'direct' }])
    expect(asked).toEqual([])
  })

  it('tells it the origin and no more', async () => {
    const asked: string[] = []
    const waysTo = createWaysTo(async url => {
      asked.push(url)
      return 'DIRECT'
    }, fakeClock())
    await waysTo(new URL('https://keys.example.com:8443/v1/keys/canary?q=canary'))
    expect(asked).toEqual(['https://keys.example.com:8443/'])
  })

  const notResolved = {
    ...{ code: 'proxy', cause: 'not-resolved', proxy: null },
    host: 'keys.example.com',
  }

  it('gives up a PAC script that hangs after 2 s', async () => {
    const clock = fakeClock()
    const { promise } = Promise.withResolvers<string>()
    const ways = createWaysTo(() => promise, clock)(new URL('https://keys.example.com'))
    const failure = ways.catch(infoOf)
    clock.advance(1999)
    expect(clock.pending()).toBe(1)
    clock.advance(1)
    expect(await failure).toEqual(notResolved)
  })

  it('says so when the system cannot tell', async () => {
    const clock = fakeClock()
    const waysTo = createWaysTo(() => Promise.reject(new Error('canary')), clock)
    expect(await waysTo(new URL('https://keys.example.com')).catch(infoOf)).toEqual(notResolved)
    expect(clock.pending()).toBe(0)
  })
})
