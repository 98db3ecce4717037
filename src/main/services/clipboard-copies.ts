import { AppError } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Secret } from '../base/secret.ts'
import { createTurns } from '../base/turns.ts'
import type { Clipboard, CopyNote } from './ports.ts'

export type CopiesParts = {
  readonly clipboard: Clipboard
  readonly note: CopyNote
  readonly clock: Clock
  readonly log: Log
  /** For how long a copied secret may stay. */
  readonly seconds: () => number
  /** False while Claviger is locked: what was asked for before may come to its copy only then. */
  readonly mayCopy: () => boolean
}

type Copy = { readonly secret: Secret; stop: () => void }

/**
 * Secrets on the clipboard: each is taken away when its time since the last copy is over, unless something else is
 * there. One that cannot be taken away yet is tried again with the next, at a lock, at quit and at the next start.
 */
export const createCopies = (parts: CopiesParts) => {
  const { clipboard, note, clock, log } = parts
  const copies = new Set<Copy>()
  // One after the other: a clearing that is under way must not take what was copied since.
  const inTurn = createTurns()

  const remember = (): Promise<void> =>
    note
      .keep([...copies].map(({ secret }) => secret))
      .catch(() => log('clipboard-note-not-written'))
  const clearOne = async (copy: Copy): Promise<void> => {
    copy.stop()
    if (!copies.has(copy)) return
    await clipboard.clearIf(copy.secret)
    copies.delete(copy)
  }
  let isRecovered = false
  const recover = async (): Promise<void> => {
    if (isRecovered) return
    try {
      // Where it cannot be read, the note stays for the start after this one.
      await takeLeft(parts, copies)
      await remember()
      isRecovered = true
    } catch {
      log('clipboard-not-recovered')
    }
  }
  const clear = (which: () => readonly Copy[]): Promise<void> =>
    inTurn(async () => {
      // A lock or a quit may come before the start is over, and would write over the note.
      await recover()
      const chosen = which()
      if (chosen.length === 0) return
      const failed = (await Promise.allSettled(chosen.map(clearOne))).find(isFailed)
      await remember()
      if (failed) throw failed.reason
    })
  const clearLater = (copy: Copy): void =>
    void clear(() => [copy]).catch(() => log('clipboard-not-cleared'))

  return {
    /** Answers when it will be gone. */
    make: (secret: Secret): Promise<{ readonly clearsAfterSeconds: number }> =>
      inTurn(async () => {
        if (!parts.mayCopy()) throw new AppError({ code: 'locked' })
        const clearsAfterSeconds = parts.seconds()
        const copy: Copy = { secret, stop: () => undefined }
        copies.add(copy)
        // First, so that a crash in between leaves nothing on the clipboard of which the next start does not know.
        await remember()
        // Also where it fails: what was not taken in time may be there later.
        copy.stop = clock.after(clearsAfterSeconds * 1000, () => clearLater(copy))
        await clipboard.write(secret)
        forgetOthers(copies, copy)
        return { clearsAfterSeconds }
      }),
    /** At a lock and at quit. */
    clear: (): Promise<void> => clear(() => [...copies]),
    /** At the start: what an earlier run left on the clipboard when it was killed. Never throws. */
    recover: (): Promise<void> => inTurn(recover),
  }
}

export type Copies = ReturnType<typeof createCopies>

const isFailed = (result: PromiseSettledResult<void>): result is PromiseRejectedResult =>
  result.status === 'rejected'

const isSame = (one: Secret, other: Secret | null): boolean => one.expose() === other?.expose()

/** Takes what an earlier run has copied, and what this one has not. */
const takeLeft = async (
  { clipboard, note }: CopiesParts,
  copies: ReadonlySet<Copy>,
): Promise<void> => {
  const left = await clipboard.read()
  const isOurs = [...copies].some(({ secret }) => isSame(secret, left))
  if (left && !isOurs && (await note.holds(left))) await clipboard.clearIf(left)
}

/** The same text, copied before, has its time anew. */
const forgetOthers = (copies: Set<Copy>, latest: Copy): void => {
  for (const copy of copies) {
    if (copy === latest || !isSame(copy.secret, latest.secret)) continue
    copy.stop()
    copies.delete(copy)
  }
}
