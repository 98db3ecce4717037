import { setTimeout as pause } from 'node:timers/promises'
import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'

type Placement = {
  /** The environment, project or whatever tells keys apart at the service, as it was asked for. */
  readonly asked: string
  /** The same, as the service's answer has it; null where the key is not seen where it should be, nor elsewhere. */
  readonly got: string | null
  readonly key: KeyId
  /** Deletes the key that was made elsewhere. */
  readonly undo: () => Promise<unknown>
}

/** A key of one environment is never left in another: one that was made elsewhere is deleted at once, and that is said. */
export const refuseMisplaced = async ({ asked, got, key, undo }: Placement): Promise<void> => {
  if (asked === got) return
  const undone = await undo().then(
    () => true,
    () => false,
  )
  throw new AppError({ code: 'misplaced', asked, got, undone, key })
}

type Unseen = {
  readonly asked: string
  /** The new key as it should be. */
  readonly wished: KeyRecord
  /** The key where it should be; null when it is not there. */
  readonly look: () => Promise<KeyRecord | null>
  /** Asked at last: where the key is after all; null when nothing tells. */
  readonly find: () => Promise<string | null>
  /** Deletes the key, which is in `got` if that is known. */
  readonly undo: (got: string | null) => Promise<unknown>
}

// What was written a moment ago may be read from a copy that has not heard of it. In ms.
const waits = [0, 250, 500, 1000]
const longestMs = 10_000

/**
 * A new key as it is where it was asked for, of a service whose answer to the request does not say where it made it. One
 * that is not seen there in time is taken back and that is said, a good one too: it is easily made again, and a secret
 * that may be the other environment's is handed to nobody.
 */
export const seenInPlace = async ({ wished, look, ...unseen }: Unseen): Promise<KeyRecord> => {
  const end = performance.now() + longestMs
  for (const wait of waits) {
    if (performance.now() > end) break
    await pause(wait)
    const seen = await look().catch(() => null)
    if (seen) return seen
  }
  const { asked, find, undo } = unseen
  const got = await find().catch(() => null)
  await refuseMisplaced({ asked, got, key: wished.id, undo: () => undo(got) })
  return wished
}
