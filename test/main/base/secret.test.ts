import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'

describe('a secret', () => {
  const value = 'clv_preview_canary'
  const held = secret(value)

  it.each([
    ['a template string', `${held}`],
    ['String()', String(held)],
    ['JSON', JSON.stringify({ held })],
    ['inspect', inspect({ held }, { showHidden: true, depth: 5 })],
    ['an error', new Error(`failed for ${held}`).message],
    ['concatenation', ['credential', held].join(' ')],
  ])('does not show itself in %s', (_where, text) => {
    expect(text).not.toContain(value)
    expect(text).toContain('[secret]')
  })

  it('comes out only by expose()', () => {
    expect(held.expose()).toBe(value)
    expect(Object.values(held)).not.toContain(value)
  })
})
