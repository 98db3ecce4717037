import { crc32 } from 'node:zlib'
import type { KeyChecksum } from '../../shared/domain/profile.ts'
import type { Secret } from '../base/secret.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 6

/** CRC32 of `text`, as six base62 digits. */
const checksumOf = (text: string): string =>
  Array.from(
    { length },
    (_, at) => digits[Math.floor(crc32(text) / 62 ** (length - 1 - at)) % 62],
  ).join('')

/**
 * Whether a secret is whole: `crc32-base62-6` is GitHub's token format, whose last six characters are the CRC32
 * (zlib's) of all before them. Of a service that names no checksum, any is.
 */
export const isWhole = (secret: Secret, checksum: KeyChecksum | null): boolean => {
  if (checksum === null) return true
  const text = secret.expose()
  return text.length > length && checksumOf(text.slice(0, -length)) === text.slice(-length)
}
