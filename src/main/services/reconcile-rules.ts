import type { Finding } from '../../shared/domain/finding.ts'
import type { Intent } from '../../shared/domain/intent.ts'
import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import { foldName } from '../../shared/domain/name.ts'

/** How far apart two reads must be to count as two, in ms: what was under way meanwhile has arrived. */
export const apartMs = 30_000

// A service has several clocks, and some times are cut to the second.
const slackMs = 120_000
// Without a clock of the service, this computer's: it may show another zone's time.
const zoneMs = 26 * 3_600_000

/** What a look has read. */
export type Seen = {
  /** Those of the list that may be it by their names and ages; null where it was not read. */
  readonly list: { readonly keys: readonly KeyRecord[]; readonly complete: boolean } | null
  /** What was found before and is not in the list, as it is now. What is gone is left out. */
  readonly before: readonly KeyRecord[]
  /** The key that was to be given a secret; null when it is gone, or there is none. */
  readonly target: KeyRecord | null
  /** Secrets that other intents were given at the service. */
  readonly others: readonly Issued[]
}

/** `target` is the key that was given the secret; null where it was made with it. */
export type Issued = {
  readonly intent: string
  readonly key: KeyId
  readonly target: KeyId | null
  readonly mask: string | null
}

/** Whether `key`, by its name and age, may be one that the intent made. */
export const mayBeMade = (intent: Intent, key: KeyRecord): boolean =>
  foldName(key.name) === foldName(intent.name) &&
  key.kind === (intent.known?.target?.kind ?? 'key') &&
  key.id !== intent.target &&
  intent.known?.namesakes.includes(key.id) !== true &&
  // Older, or used before there was a secret to use.
  [key.createdAt, key.lastUsedAt].every(at => at === null || at >= earliest(intent))

const earliest = ({ sentAt, at }: Intent): number =>
  sentAt === null ? at - zoneMs : sentAt - slackMs

/**
 * Keys of the list that may be it. Where the service names the caller of this one or that one, it would name them of
 * ours too.
 */
export const madeAmong = (
  intent: Intent,
  candidates: readonly KeyRecord[],
  isCallerNamed: boolean,
): readonly KeyRecord[] =>
  candidates.filter(
    ({ createdBy }) => !isCallerNamed || createdBy === null || createdBy === intent.caller,
  )

/** Nothing that was made can be used by anybody; `keys` are those that the service no longer has. */
export type Gone = { readonly kind: 'gone'; readonly keys: readonly KeyId[] }

/** What follows from a look. */
export const findingOf = (intent: Intent, seen: Seen, now: number): Finding | Gone =>
  intent.kind === 'create' ? ofCreation(intent, seen, now) : ofTarget(intent, seen, now)

const ofCreation = (intent: Intent, seen: Seen, now: number): Finding | Gone => {
  const live = liveKeys(intent, seen)
  if (live.length > 0) return { kind: 'made', keys: [...live], at: now }
  if (foundOf(intent).length > 0) return goneWith(intent, seen)
  if (!seen.list?.complete) return cutOff(intent, now)
  return newKeys(seen).length > 0 ? goneWith(intent, seen) : notSeen(intent, now)
}

/** Keys that may have the secret that was lost. */
const liveKeys = (intent: Intent, seen: Seen): readonly KeyRecord[] =>
  newKeys(seen).filter(
    key => key.state !== 'revoked' && !isGivenAnew(seen, key) && !isReplaced(intent, key),
  )

/** In the list or found before, and nobody else's: also not another wish's of our own. */
const newKeys = ({ list, before, others }: Seen): readonly KeyRecord[] =>
  [...(list?.keys ?? []), ...before].filter(
    ({ id }) => !others.some(({ key, target }) => key === id && target !== id),
  )

/**
 * Another wish of our own gave it the secret that it has, or put another key in its place, with which it ends: the secret
 * before is nobody's any longer.
 */
const isGivenAnew = ({ others }: Seen, { id, mask }: KeyRecord): boolean =>
  others.some(({ key, target, mask: given }) => target === id && (key !== id || given === mask))

/** Somebody gave it another secret than the one with which it was found. */
const isReplaced = (intent: Intent, { id, mask }: KeyRecord): boolean => {
  const before = foundOf(intent).find(key => key.id === id)?.mask ?? null
  return before !== null && mask !== null && mask !== before
}

const ofTarget = (intent: Intent, seen: Seen, now: number): Finding | Gone => {
  const { others } = seen
  const target = livingOf(seen.target)
  if (target === null)
    return intent.kind === 'rotate' ? ofRotation(intent, seen, now) : goneWith(intent, seen)
  if (isReplaced(intent, target)) return goneWith(intent, seen)
  if (hasNewSecret(intent, target)) {
    const isOthers = others.some(({ key, mask }) => key === target.id && mask === target.mask)
    return isOthers ? goneWith(intent, seen) : { kind: 'made', keys: [target], at: now }
  }
  return intent.kind === 'generate' ? notSeen(intent, now) : ofRotation(intent, seen, now)
}

/** The key that came in the target's place, where the service makes one. */
const ofRotation = (intent: Intent, seen: Seen, now: number): Finding | Gone => {
  const target = livingOf(seen.target)
  const successors = liveKeys(intent, seen)
  if (successors.length > 0) return { kind: 'made', keys: [...successors], at: now }
  const isCutOff = seen.list?.complete === false
  if (target === null && isCutOff) return cutOff(intent, now)
  if (target === null || foundOf(intent).length > 0) return goneWith(intent, seen)
  if (target.mask === null || (intent.known?.target?.mask ?? null) === null)
    return { kind: 'unclear', cause: 'no-mark', at: now }
  return isCutOff ? cutOff(intent, now) : notSeen(intent, now)
}

/** Null for a key that is gone or revoked. Of one in whose place another came, that one may live on. */
export const livingOf = (target: KeyRecord | null): KeyRecord | null =>
  target?.state === 'revoked' ? null : target

const hasNewSecret = ({ kind, known }: Intent, { state, mask }: KeyRecord): boolean => {
  if (kind === 'generate') return state !== 'absent'
  const before = known?.target?.mask ?? null
  return before !== null && mask !== null && mask !== before
}

/** Of what the intent concerns, without what is there still. */
const goneWith = (intent: Intent, { list, before, target }: Seen): Gone => {
  const still = [...(list?.keys ?? []), ...before, target]
  const ids = [intent.target, ...foundOf(intent).map(({ id }) => id)].filter(id => id !== null)
  return { kind: 'gone', keys: [...new Set(ids)].filter(id => !still.some(key => key?.id === id)) }
}

export const foundOf = ({ finding }: Intent): readonly KeyRecord[] =>
  finding?.kind === 'made' ? finding.keys : []

/** A rotation that makes another key lets the one before end: until then nothing has come in its place. */
export const isEnding = ({ known }: Intent, { expiresAt }: KeyRecord): boolean =>
  expiresAt !== null && expiresAt !== (known?.target?.expiresAt ?? null)

/** What complete reads have said is not taken back by one that is not. */
const cutOff = ({ finding }: Intent, at: number): Finding =>
  finding?.kind === 'not-seen' ? finding : { kind: 'unclear', cause: 'cut-off', at }

/** Reads that follow one another closely count as one. Whichever way the clock was set meanwhile. */
const notSeen = ({ finding }: Intent, now: number): Finding => {
  if (finding?.kind !== 'not-seen') return { kind: 'not-seen', times: 1, at: now }
  const isApart = Math.abs(now - finding.at) >= apartMs
  return isApart ? { kind: 'not-seen', times: finding.times + 1, at: now } : finding
}
