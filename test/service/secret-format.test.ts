import { describe, expect, test } from 'vitest'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { hashOf, maskOf, newSecret, readSecret } from '../../src/service/secret-format.ts'

const { prefixes } = claviger.keyFormat
const readable = (text: string) => readSecret(text, prefixes)

describe('a secret', () => {
  test('has its prefix, 43 random and 6 checksum digits', () => {
    expect(newSecret(prefixes.preview)).toMatch(/^clv_preview_[0-9A-Za-z]{49}$/)
  })

  test('is recognised whatever its random digits are', () => {
    for (let round = 0; round < 200; round += 1)
      expect(readable(newSecret(prefixes.production))).toBe('secret')
  })

  test('is recognised where both environments have one prefix, or one begins as the other', () => {
    const same = { preview: 'sk-', production: 'sk-' }
    expect(readSecret(newSecret('sk-'), same)).toBe('secret')
    const nested = { preview: 'sk', production: 'sk1' }
    expect(readSecret(newSecret('sk'), nested)).toBe('secret')
    expect(readSecret(newSecret('sk1'), nested)).toBe('secret')
    expect(readSecret(`${newSecret('sk1')}0`, nested)).toBe('malformed')
  })

  test('is malformed when any one character is wrong, missing or added', () => {
    const secret = newSecret(prefixes.preview)
    for (let at = prefixes.preview.length; at < secret.length; at += 1) {
      const other = secret[at] === 'x' ? 'y' : 'x'
      const wrong = `${secret.slice(0, at)}${other}${secret.slice(at + 1)}`
      const short = `${secret.slice(0, at)}${secret.slice(at + 1)}`
      expect(readable(wrong)).toBe('malformed')
      expect(readable(short)).toBe('malformed')
    }
    expect(readable(`${secret}\n`)).toBe('malformed')
  })

  test('does not become another environment’s by its prefix alone', () => {
    const moved = newSecret(prefixes.preview).replace(prefixes.preview, prefixes.production)
    expect(readable(moved)).toBe('malformed')
  })

  test('keeps the zlib CRC32 of everything before its checksum', () => {
    // CRC32("clv_preview_" + 43 zeros) computed with Python's zlib.
    const body = `${prefixes.preview}${'0'.repeat(43)}`
    expect(readable(`${body}0pP5sn`)).toBe('secret')
  })

  const all = { prefix: true, head: 4, filler: '****', tail: 4 }
  test.each([
    [all, 'clv_preview_3bdf****fede'],
    [{ ...all, head: 0, filler: '...' }, 'clv_preview_...fede'],
    [{ ...all, prefix: false, head: 0, filler: '••••••••••••' }, '••••••••••••fede'],
    [{ ...all, filler: '…', tail: 0 }, 'clv_preview_3bdf…'],
  ])('is masked as %j says, and recognised as a mask', (mask, expected) => {
    const secret = 'clv_preview_3bdf000fede'
    expect(maskOf(secret, 'preview', { ...claviger.keyFormat, mask })).toBe(expected)
    expect(readable(expected)).toBe('masked')
  })

  test('is foreign with another prefix', () => {
    expect(readable('sk-project-1234')).toBe('foreign')
    expect(readable('')).toBe('foreign')
  })

  test('is hashed with SHA-256', () => {
    expect(Buffer.from(hashOf('abc'), 'base64url').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})
