import type { KeyEdit } from '../../shared/domain/key.ts'
import type { Effect } from '../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../shared/error.ts'

const effects = {
  ...{ name: 'rename', description: 'describe', state: 'suspend', expiresAt: 'expire' },
} as const satisfies Record<keyof KeyEdit, Effect>

type Part = keyof typeof effects
const parts: readonly Part[] = ['name', 'description', 'state', 'expiresAt']

/** All of an edit or nothing: throws `unsupported` for a part of it that is none of `changeable`. */
export const refuseOthers = (edit: KeyEdit, changeable: readonly Part[]): void => {
  const other = parts.find(part => edit[part] !== undefined && !changeable.includes(part))
  if (other) throw new AppError({ code: 'unsupported', effect: effects[other] })
}

/** Throws `expiry-refused` for a time that is over at `now`, which some services take, and the key is dead at once. */
export const requireFuture = (expiresAt: number | null | undefined, now: number): void => {
  if (expiresAt == null || expiresAt > now) return
  throw new AppError({ code: 'expiry-refused', cause: 'past', longestSeconds: null })
}

/** Deletes, or finds that there is nothing to delete: `isGone` makes sure that it is the key that was not found. */
export const deletion = async (
  remove: () => Promise<unknown>,
  isGone: () => Promise<unknown> = async () => {},
): Promise<{ readonly alreadyGone: boolean }> => {
  try {
    await remove()
    return { alreadyGone: false }
  } catch (cause) {
    if (infoOf(cause)?.code !== 'not-found') throw cause
    await isGone()
    return { alreadyGone: true }
  }
}
