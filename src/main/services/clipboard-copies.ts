import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Secret } from '../base/secret.ts'
import type { Clipboard } from './ports.ts'

export type CopiesParts = {
  readonly clipboard: Clipboard
  readonly clock: Clock
  readonly log: Log
}

export const clipboardSeconds = 60

/** Secrets on the clipboard: each is taken away when its time since the last copy is over, unless something else is there. */
export const createCopies = ({ clipboard, clock, log }: CopiesParts) => {
  const copied = new Map<Secret, () => void>()
  const clearOne = async (secret: Secret): Promise<void> => {
    copied.get(secret)?.()
    if (copied.delete(secret)) await clipboard.clearIf(secret)
  }
  return {
    make: async (secret: Secret): Promise<void> => {
      await clipboard.write(secret)
      for (const [other, stop] of copied) {
        if (other.expose() !== secret.expose()) continue
        stop()
        copied.delete(other)
      }
      const clear = () => void clearOne(secret).catch(() => log('clipboard-not-cleared'))
      copied.set(secret, clock.after(clipboardSeconds * 1000, clear))
    },
    /** At quit, and when nobody sits here any longer. */
    clear: async (): Promise<void> => {
      await Promise.all([...copied.keys()].map(clearOne))
    },
  }
}

export type Copies = ReturnType<typeof createCopies>
