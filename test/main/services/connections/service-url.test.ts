import { describe, expect, it } from 'vitest'
import { judgeServiceUrl } from '../../../../src/main/services/connections/service-url.ts'

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
  ])('accepts %s', (text, origin) => {
    expect(judgeServiceUrl(text)).toEqual({ ok: true, origin })
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
    ['https://keys.example.com/v1', 'has-path'],
    ['https://keys.example.com/?token=x', 'has-path'],
    ['https://keys.example.com/#x', 'has-path'],
  ])('refuses %s', (text, problem) => {
    expect(judgeServiceUrl(text)).toEqual({ ok: false, problem })
  })
})
