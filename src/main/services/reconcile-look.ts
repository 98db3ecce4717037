import type { Finding } from '../../shared/domain/finding.ts'
import type { Intent } from '../../shared/domain/intent.ts'
import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import { lapsed } from './intent-rules.ts'
import {
  findingOf,
  foundOf,
  type Gone,
  type Issued,
  isEnding,
  livingOf,
  madeAmong,
  mayBeMade,
  type Seen,
} from './reconcile-rules.ts'
import type { OpenScope } from './scopes.ts'
import { orGone } from './unseen-keys.ts'
import { pagesOf } from './whole-list.ts'

type Source = Awaited<ReturnType<OpenScope>>

/**
 * Looks at the service for what became of an intent: only reads, and nothing is sent twice. Null where nothing is to
 * be found any more: the service had answered, and what it made is there.
 */
export const lookFor = async (
  source: Source,
  intent: Intent,
  others: readonly Issued[],
  now: () => number,
): Promise<Finding | Gone | null> => {
  if (intent.finding?.kind === 'misplaced') return intent.finding
  if (intent.key !== null) return lookAtKnown(source, intent, intent.key)
  const seen = await (intent.target === null
    ? seeCreated(source, intent)
    : seeTarget(source, intent, intent.target))
  return findingOf(intent, { ...seen, others }, now())
}

/** Of a secret that the service answered with in an earlier run. */
const lookAtKnown = async (source: Source, intent: Intent, id: KeyId): Promise<Gone | null> => {
  const now = await readKey(source, id)
  if (now === null) return { kind: 'gone', keys: [id] }
  // A mask may be told in another form than the one in the answer.
  const made = intent.kind === 'create' || intent.mask === null ? now : intent
  return lapsed(made, now) ? { kind: 'gone', keys: [] } : null
}

const seeCreated = async (source: Source, intent: Intent): Promise<Omit<Seen, 'others'>> => {
  const list = await readList(source, intent)
  return { list, before: await readBefore(source, intent, list.keys), target: null }
}

const seeTarget = async (
  source: Source,
  intent: Intent,
  id: KeyId,
): Promise<Omit<Seen, 'others'>> => {
  const target = await readKey(source, id)
  const successors = foundOf(intent).filter(found => found.id !== id)
  const living = livingOf(target)
  const isEnded = living === null || isEnding(intent, living)
  const isAnew = intent.kind === 'rotate' && (isEnded || successors.length > 0)
  const list = isAnew ? await readList(source, intent) : null
  return { list, before: await readBefore(source, intent, list?.keys ?? []), target }
}

const readList = async ({ connector, http }: Source, intent: Intent) => {
  const pages = pagesOf(cursor => connector.operations.list(http, cursor), connector.mostPages)
  const candidates: KeyRecord[] = []
  let isCallerNamed = false
  let page = await pages.next()
  for (; !page.done; page = await pages.next()) {
    const { keys } = page.value
    candidates.push(...keys.filter(key => mayBeMade(intent, key)))
    isCallerNamed ||= intent.caller !== null && keys.some(key => key.createdBy === intent.caller)
  }
  const keys = madeAmong(intent, candidates, isCallerNamed)
  return { keys, complete: page.value.complete }
}

/** What was found and is not listed is asked for by itself: a list may be cut off, and a name be changed. */
const readBefore = async (
  source: Source,
  intent: Intent,
  listed: readonly KeyRecord[],
): Promise<readonly KeyRecord[]> => {
  const unlisted = foundOf(intent).filter(
    ({ id }) => id !== intent.target && !listed.some(key => key.id === id),
  )
  const now: KeyRecord[] = []
  for (const { id } of unlisted) {
    const key = await readKey(source, id)
    if (key) now.push(key)
  }
  return now
}

/** Null for a key that the service says is gone. */
const readKey = ({ connector, http }: Source, id: KeyId): Promise<KeyRecord | null> =>
  connector.operations.get(http, id).catch(cause => {
    if (orGone(cause) === null) return null
    throw cause
  })
