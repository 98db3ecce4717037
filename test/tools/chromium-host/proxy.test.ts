import { expect, it } from 'vitest'
import { proxyIn } from '../../../tools/chromium-host/proxy.ts'

it.each([
  ['nothing', {}, 'DIRECT'],
  ['a proxy', { HTTPS_PROXY: 'http://proxy.example:3128' }, 'PROXY proxy.example:3128'],
  ['one in small letters', { https_proxy: 'proxy.example' }, 'PROXY proxy.example:80'],
  ['one that speaks TLS', { HTTPS_PROXY: 'https://proxy.example' }, 'HTTPS proxy.example:443'],
  ['one of SOCKS', { HTTPS_PROXY: 'socks5://proxy.example' }, 'SOCKS5 proxy.example:1080'],
  [
    'one with a password',
    { HTTPS_PROXY: 'http://ann:pass@proxy.example:1' },
    'PROXY proxy.example:1',
  ],
  ['one for plain HTTP', { HTTP_PROXY: 'http://proxy.example:3128' }, 'DIRECT'],
  ['an exception', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'other, .example.com' }, 'DIRECT'],
  ['another exception', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ample.com' }, 'PROXY p:1'],
  ['no proxy for anything', { HTTPS_PROXY: 'http://p:1', no_proxy: '*' }, 'DIRECT'],
])('goes by the environment, which names %s', async (_name, environment, way) => {
  expect(await proxyIn(environment)('https://keys.example.com/')).toBe(way)
})
