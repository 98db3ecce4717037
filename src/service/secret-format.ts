import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type Environment, environments, type Profile } from './profiles/profile.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
// 62 ** 43 is the first power of 62 that holds 256 bits, 62 ** 6 the first that holds 32.
const randomLength = 43
const checksumLength = 6

const base62 = (value: bigint, length: number): string => {
  const step = (rest: bigint, text: string): string =>
    text.length === length ? text : step(rest / 62n, `${digits[Number(rest % 62n)]}${text}`)
  return step(value, '')
}

/** CRC32 (zlib's) of everything before it, as six base62 digits: GitHub's token format. */
const checksum = (text: string): string => base62(BigInt(crc32(text)), checksumLength)

const random = (): string => base62(BigInt(`0x${randomBytes(32).toString('hex')}`), randomLength)

/** A new secret: `prefix`, 256 random bits as 43 base62 digits, and the checksum of both. */
export const newSecret = (prefix: string): string => {
  const body = `${prefix}${random()}`
  return `${body}${checksum(body)}`
}

/** SHA-256 as base64url. A slow hash would add nothing to 256 random bits. */
export const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url')

/** Compares two hashes of `hashOf` in constant time. */
export const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** `clv_preview_3bdf****fede`: the prefix and four characters at either end. */
export const maskOf = (secret: string, prefix: string): string =>
  `${secret.slice(0, prefix.length + 4)}****${secret.slice(-4)}`

export type SecretText =
  | { readonly kind: 'secret'; readonly environment: Environment }
  | { readonly kind: 'masked' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'foreign' }

const wholeBody = new RegExp(`^[0-9A-Za-z]{${randomLength + checksumLength}}$`)

/** What `text` looks like by its prefix and checksum alone; `foreign` when it is no key of this service. */
export const readSecret = (
  text: string,
  prefixes: Profile['keyFormat']['prefixes'],
): SecretText => {
  const environment = environments.find(candidate => text.startsWith(prefixes[candidate]))
  if (environment === undefined) return { kind: 'foreign' }
  if (/[*•…]|\.\.\./.test(text)) return { kind: 'masked' }
  const whole = wholeBody.test(text.slice(prefixes[environment].length))
  const sound = checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength)
  return whole && sound ? { kind: 'secret', environment } : { kind: 'malformed' }
}
