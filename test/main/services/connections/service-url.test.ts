import { describe, expect, it } from 'vitest'
import { judgeServiceUrl } from '../../../../src/main/services/connections/service-url.ts'

const [root, under] = [{ path: null }, { path: '/api/auth' }]

describe('judgeServiceUrl', () => {
  it.each([
    ['https://keys.example.com', 'https://keys.example.com'],
    ['  https://keys.example.com/  ', 'https://keys.example.com'],
    ['HTTPS://Keys.Example.com:8443', 'https://keys.example.com:8443'],
    ['https://keys.example.com:443', 'https://keys.example.com'],
    ['https://b\u00fccher.example', 'https://xn--bcher-kva.example'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('accepts %s', (text, url) => {
    expect(judgeServiceUrl(text, root)).toEqual({ ok: true, url })
  })

  it.each([
    ['https://shop.example.com', 'https://shop.example.com/api/auth'],
    ['https://shop.example.com/', 'https://shop.example.com/api/auth'],
    ['https://shop.example.com/auth///', 'https://shop.example.com/auth'],
    ['https://shop.example.com/a/../b%2Fc/', 'https://shop.example.com/b%2Fc'],
  ])('takes the usual path where none was typed: %s', (text, url) => {
    expect(judgeServiceUrl(text, under)).toEqual({ ok: true, url })
  })

  it('takes the root where that is usual', () => {
    const url = 'https://unleash.example.com'
    expect(judgeServiceUrl(`${url}/`, { path: '' })).toEqual({ ok: true, url })
    const path = `${url}/unleash`
    expect(judgeServiceUrl(`${path}/`, { path: '' })).toEqual({ ok: true, url: path })
  })

  it.each([
    ['', 'empty'],
    ['keys.example.com', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['javascript:alert(1)', 'not-a-url'],
    ['http://keys.example.com', 'not-https'],
    ['http://127.0.0.1.example.com', 'not-https'],
    // Not every resolver keeps these names on this computer.
    ['http://keys.localhost', 'not-https'],
    ['ftp://keys.example.com', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['https://admin:secret@keys.example.com', 'has-user-info'],
    ['https://keys.example.com@evil.example', 'has-user-info'],
    ['https://keys.example.com/?token=x', 'has-query'],
    ['https://keys.example.com/#x', 'has-query'],
  ])('refuses %s wherever the service is', (text, problem) => {
    for (const address of [root, under])
      expect(judgeServiceUrl(text, address)).toEqual({ ok: false, problem })
  })

  it('refuses a path where the service has none', () => {
    const refused = { ok: false, problem: 'has-path' }
    expect(judgeServiceUrl('https://keys.example.com/v1', root)).toEqual(refused)
  })
})
