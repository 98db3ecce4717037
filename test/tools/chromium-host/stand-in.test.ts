import { beforeAll, describe, expect, it } from 'vitest'
import {
  addScheme,
  fromStandIn,
  schemeOf,
  toStandIn,
  toStandInText,
} from '../../../tools/chromium-host/stand-in.ts'

describe('the stand-in origin', () => {
  beforeAll(() => addScheme('app'))

  it.each([
    ['app://claviger', 'https://claviger.app.invalid'],
    ['app://claviger/', 'https://claviger.app.invalid/'],
    ['app://claviger/a/b?c=d#e', 'https://claviger.app.invalid/a/b?c=d#e'],
  ])('%s is shown at %s and translated back', (own, shown) => {
    expect(toStandIn(own)).toBe(shown)
    expect(fromStandIn(shown)).toBe(own)
    expect(schemeOf(own)).toBe('app')
  })

  it.each([
    'https://example.com/',
    'https://claviger.other.invalid/',
    'https://claviger.app.invalid.example.com/',
    'https://user@example.com/?x=https://claviger.app.invalid/',
    'http://claviger.app.invalid/',
    'about:blank',
    '',
  ])('leaves %s as it is', url => {
    expect(fromStandIn(url)).toBe(url)
    expect(schemeOf(url)).toBeUndefined()
  })

  it('leaves a scheme that was not registered', () => {
    expect(toStandIn('other://claviger/')).toBe('other://claviger/')
  })

  it('translates the origins inside a policy, and no keyword', () => {
    expect(toStandInText("script-src 'self' app://claviger; img-src data: https://x.test")).toBe(
      "script-src 'self' https://claviger.app.invalid; img-src data: https://x.test",
    )
  })
})
