import type { Scope } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { KeyPage } from '../connectors/connector.ts'
import type { CacheState } from './ports.ts'
import { type Read, readAhead } from './read-ahead.ts'
import {
  type Asked,
  askUndisturbed,
  report,
  type Source,
  stopIfAborted,
  type TellingParts,
} from './reading.ts'
import { lookForUnseen } from './unseen-keys.ts'
import { createTally, refuseCircles } from './whole-list.ts'

/** A page that is stored only while it holds. */
type AskedPage = Asked<KeyPage> & Pick<KeyPage, 'next'>

/** A whole read under way. */
type Reading = {
  readonly sync: number
  /** When it began, and what the service said then. */
  readonly began: Pick<KeyPage, 'total' | 'changes'> & { readonly asOf: number }
  /** What follows in each part that is not stored to its end. */
  readonly following: Map<number, string>
  readonly tally: ReturnType<typeof createTally>
  readonly once: ReturnType<typeof refuseCircles>
}

type Place = {
  readonly parts: TellingParts
  readonly scope: Scope
  readonly source: Source
  readonly known: CacheState
}

// Longer ago, what has changed since is more than what is left to read, and the service may keep its cursors no longer.
const longestRestMs = 60 * 60_000

/**
 * Reads the whole list. Where the read before was ended it goes on, if that began not long ago and the service has a
 * feed, which tells what has changed of the keys that were read before: then it answers true.
 */
export const readWhole = async (place: Place): Promise<boolean> => {
  const kept = await keptReading(place)
  try {
    if (kept) await readOn(place, kept)
  } catch (cause) {
    if (!isRefusedCursor(cause)) throw cause
    return readAnew(place)
  }
  return kept !== null || readAnew(place)
}

const readAnew = async (place: Place): Promise<false> => {
  await readOn(place, await beginReading(place))
  return false
}

const isRefusedCursor = (cause: unknown): boolean =>
  ['refused', 'not-found', 'bad-response'].includes(infoOf(cause)?.code ?? '')

const keptReading = async ({ parts, scope, source }: Place): Promise<Reading | null> => {
  const { connector } = source
  const kept = connector.operations.changes && (await parts.store.keys.progress(scope))
  if (!kept) return null
  const { cursors, read, ...began } = kept.progress
  const age = parts.clock.now() - began.asOf
  if (age < 0 || age > longestRestMs) return null
  parts.onTotal(began.total)
  return {
    ...{ sync: kept.sync, began, following: new Map(cursors.entries()) },
    ...{ tally: createTally(began, read), once: refuseCircles(connector.mostPages) },
  }
}

const askPage = async (place: Place, cursor: string | null): Promise<AskedPage> => {
  const { parts, scope, source } = place
  const ask = () => source.connector.operations.list(source.http, cursor)
  const asked = await askUndisturbed(parts, scope, ask)
  return { ...asked, next: asked.answer.next }
}

/** Stores the first page, and finds out in which parts the others can be read. */
const beginReading = async (place: Place): Promise<Reading> => {
  const { parts, scope, source } = place
  const { operations, mostPages } = source.connector
  const asOf = parts.clock.now()
  // Beside the first page rather than after it: where the network is slow, each answer that is waited for counts.
  const shards = operations.shards?.(source.http).catch(() => null)
  let page = await askPage(place, null)
  // Not before: of what was changed here until then, the first page tells what others have made of it since.
  const sync = await parts.store.keys.begin(scope)
  while (!page.holds()) page = await askPage(place, null)
  const { total, changes } = page.answer
  parts.onTotal(total)
  const reading = {
    ...{ sync, began: { asOf, total, changes }, following: new Map<number, string>() },
    ...{ tally: createTally(page.answer), once: refuseCircles(mostPages) },
  }
  await keep(place, reading, [{ part: 0, step: page }])
  const cursors = page.next === null ? [] : ((await shards) ?? [])
  return cursors.length < 2 ? reading : { ...reading, following: new Map(cursors.entries()) }
}

/** Reads what follows, and ends the read. */
const readOn = async (place: Place, reading: Reading): Promise<void> => {
  const { parts, scope, source, known } = place
  await readParts(place, reading)
  const { sync, began, tally } = reading
  const complete = tally.isWhole()
  const { vanished } = await parts.store.keys.finish(scope, sync, {
    ...{ asOf: began.asOf, complete, cursor: began.changes, total: tally.total() },
  })
  const firstTime = known.asOf === null
  const gone = { appeared: [], changed: [], vanished: firstTime ? [] : vanished }
  await report(parts, scope, gone, known)
  if (!complete) await lookForUnseen(parts, scope, source, sync)
  parts.told.changed()
  // When it was connected there may have been no key by which that could be seen.
  if (source.connector.info.environments === 'separate' && (await parts.store.keys.inBoth(scope)))
    throw new AppError({ code: 'same-keys' })
}

const readParts = async (place: Place, reading: Reading): Promise<void> => {
  while (reading.following.size > 0) {
    for await (const pages of readAhead(reading.following, cursor => askPage(place, cursor))) {
      // From what is stored on, all of it is asked anew: what follows an old page may stand elsewhere by now.
      if (!pages.every(({ step }) => step.holds())) break
      await keep(place, reading, pages)
    }
  }
}

type Pages = readonly Pick<Read<AskedPage>, 'part' | 'step'>[]

/** Stores pages, and with them how the read goes on. Between its caller's look and the store nothing else may happen. */
const keep = async (place: Place, reading: Reading, read: Pages): Promise<void> => {
  const { parts, scope, source, known } = place
  const { following, tally, once, began, sync } = reading
  stopIfAborted(parts.calling)
  for (const { part, step } of read) {
    if (step.next === null) following.delete(part)
    else following.set(part, once(step.next))
  }
  const pages = read.map(({ step }) => step.answer)
  const isCut = pages.some(({ truncated }) => truncated)
  const goesOn = source.connector.operations.changes && began.changes !== null && !isCut
  const { fresh, ...noticed } = await parts.store.keys.page(
    ...([scope, sync, pages.flatMap(({ keys }) => keys)] as const),
    goesOn ? { ...began, cursors: [...following.values()] } : null,
  )
  // The list was forgotten meanwhile.
  if (fresh === null) throw new AppError({ code: 'cancelled' })
  parts.told.changed()
  await report(parts, scope, { ...noticed, vanished: [] }, known)
  tally.add(pages, fresh)
}
