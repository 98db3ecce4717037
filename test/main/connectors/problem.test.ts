import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { problemOf, retryAfterMs } from '../../../src/main/connectors/problem.ts'

const now = Date.parse('2026-11-21T09:00:00Z')

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['999999999', 3_600_000],
    ['Sat, 21 Nov 2026 09:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 08:00:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['1e3', null],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('reads %s', (value, wait) => {
    expect(retryAfterMs(value, now)).toBe(wait)
  })
})

describe('problemOf', () => {
  const read = (body: string, type = 'application/problem+json') =>
    problemOf({ status: 422, headers: { 'content-type': type }, body }, secret('clva_canary'))
  const nothing = {
    ...{ name: null, detail: null, permission: null, effect: null },
    ...{ errors: [], longestSeconds: null },
  }

  it('takes name, detail and permission', () => {
    const type = 'urn:claviger:problem:permission-missing'
    expect(read(JSON.stringify({ type, detail: 'No.', permission: 'key:create' }))).toEqual({
      name: 'permission-missing',
      detail: 'No.',
      permission: 'key:create',
      effect: null,
      errors: [],
      longestSeconds: null,
    })
  })

  it('takes each member that it understands, whatever the others are', () => {
    const errors = [{ pointer: '/expiresAt', code: 'too-far' }, 'x', null]
    const said = { type: 7, detail: [], title: 'No.', effect: 'rotate', errors }
    expect(read(JSON.stringify({ ...said, longestSeconds: 'P90D', permission: {} }))).toEqual({
      ...{ ...nothing, detail: 'No.', effect: 'rotate' },
      errors: [{ pointer: '/expiresAt', code: 'too-far' }],
    })
  })

  it('makes one short line of hostile text', () => {
    const detail = `\u001b[31mred\nline\u202e${'x'.repeat(5000)}`
    const read_ = read(JSON.stringify({ detail }))
    expect(read_.detail?.length).toBeLessThanOrEqual(300)
    expect(read_.detail).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(read(JSON.stringify({ permission: 'key:\u202edelete\n' })).permission).toBe(
      'key: delete',
    )
  })

  it.each(['', 'null', '[]', '"text"', '{"detail":7}', 'not json'])('says nothing of %j', body => {
    expect(read(body)).toEqual(nothing)
  })

  it('does not read a web page', () => {
    expect(read('{"detail":"x"}', 'text/html')).toEqual(nothing)
  })
})
