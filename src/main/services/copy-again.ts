import type { KeyTarget } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Copies } from './clipboard-copies.ts'
import type { Emit, Store } from './ports.ts'
import type { OpenScope } from './scopes.ts'

export type CopyAgainParts = {
  readonly store: Store
  readonly open: OpenScope
  readonly copies: Copies
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
}

/** A key that its service shows at any time: it goes from the service to the clipboard, and nowhere else. */
export const createCopyAgain = (parts: CopyAgainParts) => async (target: KeyTarget) => {
  const { connector, http } = await parts.open(target)
  const { reveal } = connector.operations
  if (!reveal) throw new AppError({ code: 'unsupported', effect: 'reveal' })
  const done = await parts.copies.make(await reveal(http, target.key))
  await note(parts, target)
  return done
}

/** The key is on the clipboard whatever the disk says. */
const note = async ({ store, clock, emit, log }: CopyAgainParts, target: KeyTarget) => {
  const { connection, environment, key } = target
  try {
    const known = await store.keys.get(target)
    const line = { keyName: known?.name ?? null, mask: known?.mask ?? null }
    const copied = { at: clock.now(), by: 'you', kind: 'copied' } as const
    await store.activity.append([{ ...copied, connection, environment, key, ...line }])
    emit('activity-changed', null)
  } catch (cause) {
    log('copy-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
}
