import { liveSecrets, type Secret } from './secret.ts'

/** `text` without what is secret in it; `[secret]` stands in its place. */
export type Redact = (text: string) => string

const veil = '[secret]'

// Of a shorter text every log would be full by chance; no service issues one.
const shortest = 6

/**
 * Takes `secrets` out, in every form in which they could be written down. It holds them as long as it is held itself:
 * for the many texts of one task.
 */
export const without = (secrets: readonly Secret[]): Redact => {
  // The longest first: a form may begin with another.
  const forms = secrets.flatMap(formsOf).sort((one, other) => other.length - one.length)
  return text => forms.reduce((rest, form) => rest.replaceAll(form, veil), text)
}

/** The same, and whatever has the form of a key, which ids of some services have too. */
export const redactorOf = (secrets: readonly Secret[]): Redact => {
  const known = without(secrets)
  return text => withoutKeys(known(text))
}

/** The same for the secrets that this process holds at the moment. */
export const redact: Redact = text => redactorOf(liveSecrets())(text)

const formsOf = (held: Secret): readonly string[] => {
  const value = held.expose()
  if (value.length < shortest) return []
  const hex = Buffer.from(value).toString('hex')
  const percent = encodeURIComponent(value.toWellFormed())
  const forms = [
    ...[value, JSON.stringify(value).slice(1, -1), hex, hex.toUpperCase()],
    ...[percent, percent.replaceAll(/%[\dA-F]{2}/g, code => code.toLowerCase())],
    // As a query has it: a plus for a space, and more characters by their codes.
    new URLSearchParams([['', value]]).toString().slice(1),
    ...[0, 1, 2].flatMap(before => base64After(before, value)),
  ]
  return [...new Set(forms)].filter(form => form.length >= shortest)
}

/** What of its base64 is the same whatever stands around it, when so many bytes of a group of three stand before. */
const base64After = (before: number, value: string): readonly string[] => {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)])
  const whole = Math.floor(bytes.length / 3) * 4
  return (['base64', 'base64url'] as const).map(encoding =>
    bytes.toString(encoding).slice(before === 0 ? 0 : 4, whole),
  )
}

/**
 * What no mask, id or name looks like, and each is found in one walk through the text: private keys (RFC 7468, age),
 * tokens of RFC 7519, what a header or a field that is named for it holds, user information in a URL, Unleash, and the
 * beginnings that services document.
 */
const keyForms: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  /\bAGE-SECRET-KEY-1[A-Z\d]{20,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  // No word: there are names like "Basic subscription".
  /(?<=\b(?:Bearer|Basic)\s{1,4})(?=\S*[\d=])(?=\S{16}|\S*=)[\w.~+/:*-]{8,}=*/gi,
  /(?<=\b(?:authorization|(?:api|access|private|secret)[-_]?(?:key|token)|password)["']?\s{0,4}[:=]\s{0,4}["']?)(?:(?:Bearer|Basic)\s{1,4})?[^\s"',;&]{6,}/gi,
  /(?<=:\/\/)[^\s/@:]{1,200}:[^\s/@]{1,200}(?=@)/g,
  /[\w*[\]-]{1,100}:[\w*-]{1,100}\.(?:[\da-f]{32,}|v2_[\w-]{40,})/g,
  /\bsk-[\w-]{0,16}[A-Za-z\d]{20,}[\w-]*/g,
  /\b[a-z]{2,12}[-_](?:[a-z]{2,12}[-_])?[A-Za-z\d]{43,}/g,
  /\b(?:gh[opsur]|github_pat|glpat|whsec|xox[abeprs]|dop_v1|shpat|cfut|cfat)[-_][\w-]{20,}/g,
  /\b(?:AKIA|ASIA)[A-Z\d]{12,}/g,
]

// Of no known beginning: ours have 49 random characters, better-auth's 64, Cloudflare's 40, Unkey's 22.
const long = /[\w-]{40,}/g
const solid = /[A-Za-z\d]{20,}/g

const withoutKeys = (text: string): string =>
  [long, solid].reduce(
    (rest, run) => rest.replaceAll(run, found => (isRandom(found) ? veil : found)),
    keyForms.reduce((rest, form) => rest.replaceAll(form, veil), text),
  )

/**
 * Small letters, capitals and digits change places as in no words, however they are joined. Ids and hashes are of one
 * case; a name that is short enough to be one has digits in one place, if at all.
 */
const isRandom = (found: string): boolean => {
  if (!/[a-z]/.test(found) || !/[A-Z]/.test(found)) return false
  const numbers = found.match(/\d+/g)?.length ?? 0
  const capitals = found.match(/[a-z](?=[A-Z])/g)?.length ?? 0
  const changes = found.match(/[A-Z](?=[A-Z\d])|\d(?=[A-Za-z])|[a-z](?=\d)/g)?.length ?? 0
  // Of 22 random ones 86 % have as many; a name in which each word has a capital, and some a number, has fewer.
  if (found.length < 40) return numbers >= 2 && (changes + capitals) * 5 >= found.length * 2
  return (numbers >= 3 || !/[-_]/.test(found)) && changes * 9 >= found.length
}
