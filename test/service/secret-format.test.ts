import { describe, expect, test } from 'vitest'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { hashOf, maskOf, newSecret, readSecret } from '../../src/service/secret-format.ts'

const { prefixes } = claviger.keyFormat
const readable = (text: string) => readSecret(text, prefixes)

describe('a secret', () => {
  test('has its prefix, 43 random and 6 checksum digits', () => {
    expect(newSecret(prefixes.preview)).toMatch(/^clv_preview_[0-9A-Za-z]{49}$/)
  })

  test('is recognised with its environment', () => {
    for (let round = 0; round < 200; round += 1)
      expect(readable(newSecret(prefixes.production))).toEqual({
        kind: 'secret',
        environment: 'production',
      })
  })

  test('is malformed when any one character is wrong, missing or added', () => {
    const secret = newSecret(prefixes.preview)
    for (let at = prefixes.preview.length; at < secret.length; at += 1) {
      const other = secret[at] === 'x' ? 'y' : 'x'
      const wrong = `${secret.slice(0, at)}${other}${secret.slice(at + 1)}`
      const short = `${secret.slice(0, at)}${secret.slice(at + 1)}`
      expect(readable(wrong).kind).toBe('malformed')
      expect(readable(short).kind).toBe('malformed')
    }
    expect(readable(`${secret}\n`).kind).toBe('malformed')
  })

  test('does not become another environment’s by its prefix alone', () => {
    const moved = newSecret(prefixes.preview).replace(prefixes.preview, prefixes.production)
    expect(readable(moved).kind).toBe('malformed')
  })

  test('keeps the zlib CRC32 of everything before its checksum', () => {
    // CRC32("clv_preview_" + 43 zeros) computed with Python's zlib.
    const body = `${prefixes.preview}${'0'.repeat(43)}`
    expect(readable(`${body}0pP5sn`).kind).toBe('secret')
  })

  test('is masked to its prefix and four characters at either end', () => {
    const secret = newSecret(prefixes.preview)
    const mask = maskOf(secret, prefixes.preview)
    expect(mask).toBe(`${secret.slice(0, 16)}****${secret.slice(-4)}`)
    expect(readable(mask).kind).toBe('masked')
  })

  test('is foreign with another prefix', () => {
    expect(readable('sk-project-1234').kind).toBe('foreign')
    expect(readable('').kind).toBe('foreign')
  })

  test('is hashed with SHA-256', () => {
    expect(Buffer.from(hashOf('abc'), 'base64url').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})
