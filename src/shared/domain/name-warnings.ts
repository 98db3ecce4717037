import { firstNames, foldWord } from './first-names.ts'

export const nameWarningKinds = ['key', 'email', 'person', 'number'] as const
/** What a name of a key seems to give away to everybody who may see the list. */
export type NameWarning = (typeof nameWarningKinds)[number]

/**
 * What `name` should not carry, as far as can be told from its form: a key (`keyPrefixes` are how the service's own
 * begin), an e-mail address, a person's name, or the number of a phone, card or customer. A guess, to be asked about
 * and never refused for.
 */
export const nameWarnings = (
  name: string,
  keyPrefixes: readonly string[],
): readonly NameWarning[] => {
  const text = name.slice(0, longest).trim().normalize('NFKC')
  // A key's letters and digits would by chance be all the rest too.
  if (holdsKey(text, keyPrefixes)) return ['key']
  // The names and numbers in an address are told with it.
  const rest = text.replaceAll(email, ' ')
  const found: Readonly<Record<NameWarning, boolean>> = {
    key: false,
    email: rest !== text,
    person: holdsPerson(rest),
    number: holdsNumber(rest),
  }
  return nameWarningKinds.filter(kind => found[kind])
}

/** Characters that are looked at: no service takes a longer name, and a form takes its time with a long one. */
const longest = 1000

const email = /[^\s@<>(),;:]+@[^\s@<>(),;:]+\.\p{L}{2,}/gu

const uuid = /\b[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}\b/i
const privateKey = /-----BEGIN|AGE-SECRET-KEY-/
// With a digit somewhere in what follows: "sk-learn-pipeline" is a name.
const knownBeginning =
  /(?:^|[^\p{L}\p{N}])(?:[sprw]k[-_]|gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|whsec_|npm_|pypi-|shpat_|dop_v1_|SG\.|ya29\.|AIza|eyJ)(?=[-\w.]*\d)[-\w.]{10,}/u
const amazon = /\b(AKIA|ASIA)[A-Z\d]{12,}/

const holdsKey = (text: string, keyPrefixes: readonly string[]): boolean =>
  [uuid, privateKey, knownBeginning, amazon].some(form => form.test(text)) ||
  text.split(/\s+/).some(
    token =>
      keyPrefixes.some(prefix => prefix !== '' && goesOn(token, prefix)) ||
      (token.match(/[A-Za-z\d+/]{16,}/g) ?? []).some(isRandom) ||
      // Long ones may have few digits, or parts.
      (token.match(/[-\w]{32,}/g) ?? []).some(run => changesIn(run) * 7 >= run.length),
  )

/** Whether `token` begins as the service's keys do and is longer than any mask of one. */
const goesOn = (token: string, prefix: string): boolean =>
  token.startsWith(prefix) && /^[-\w]{8,}/.test(token.slice(prefix.length))

/** Letters and digits change places as in no word: four times and more, and once in five characters. */
const isRandom = (run: string): boolean => {
  const changes = changesIn(run)
  return changes >= 4 && changes * 5 >= run.length
}

const changesIn = (run: string): number =>
  run.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g)?.length ?? 0

const addressed = /(?:^|\s)(?:Mr|Mrs|Herr|Frau|Mme|Señora?)\.?\s+\p{Lu}/u
// The database, however it is spelt; else it would be the one product with a first name.
const mariaDb = /maria[\s._-]?db/giu

const holdsPerson = (text: string): boolean =>
  addressed.test(text) ||
  text
    .replaceAll(mariaDb, '')
    // "JohnSmith" is two words.
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu}\p{Ll})/gu, ' ')
    .split(/[^\p{L}\p{M}]+/u)
    .some(word => firstNames.has(foldWord(word)))

// What has many digits and is nobody's number: a day, with a time or without, and an address of a machine.
const day = /(?<!\d)(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])(?!\d)/g
const machine = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g
const sevenDigits = /\p{Nd}(?:[\s().\-/]{0,3}\p{Nd}){6}/u

const holdsNumber = (text: string): boolean =>
  sevenDigits.test(text.replaceAll(day, '').replaceAll(machine, ''))
