import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Environment, Profile } from './profiles/profile.ts'

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
const checksum = (text: string): string => {
  let rest = crc32(text)
  let shown = ''
  for (let at = 0; at < checksumLength; at += 1) {
    shown = `${digits[rest % 62]}${shown}`
    rest = Math.floor(rest / 62)
  }
  return shown
}

const random = (): string => base62(BigInt(`0x${randomBytes(32).toString('hex')}`), randomLength)

/** A new secret: `prefix`, 256 random bits as 43 base62 digits, and the checksum of both. */
export const newSecret = (prefix: string): string => {
  const body = `${prefix}${random()}`
  return `${body}${checksum(body)}`
}

/** SHA-256 as base64url. A slow hash would add nothing to 256 random bits. */
export const hashOf = (text: string): string => hash('sha256', text, 'base64url')

/** Compares two hashes of `hashOf` in constant time. */
export const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** `clv_preview_3bdf****fede`, as the key format says: enough to recognise a key by, and too little to use. */
export const maskOf = (
  secret: string,
  environment: Environment,
  { prefixes, mask }: Profile['keyFormat'],
): string => {
  const prefix = prefixes[environment]
  const head = secret.slice(prefix.length, prefix.length + mask.head)
  return `${mask.prefix ? prefix : ''}${head}${mask.filler}${secret.slice(secret.length - mask.tail)}`
}

/** What a text looks like: `masked` is what a list shows of a key, `foreign` is no key of this service. */
export type SecretText = 'secret' | 'masked' | 'malformed' | 'foreign'

const wholeBody = new RegExp(`^[0-9A-Za-z]{${randomLength + checksumLength}}$`)

const filler = /[*•…]|\.\.\./

/** What `text` looks like by its prefix and checksum alone. */
export const readSecret = (
  text: string,
  prefixes: Profile['keyFormat']['prefixes'],
): SecretText => {
  if (filler.test(text)) return 'masked'
  const bodies = Object.values(prefixes)
    .filter(prefix => text.startsWith(prefix))
    .map(prefix => text.slice(prefix.length))
  if (bodies.length === 0) return 'foreign'
  const whole = bodies.some(body => wholeBody.test(body))
  const sound = checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength)
  return whole && sound ? 'secret' : 'malformed'
}
