import { type HandOff, type HandOffStep, handOffSteps } from '../../shared/domain/hand-off.ts'
import type { KeyTarget } from '../../shared/domain/key.ts'
import { infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { createTurns } from '../base/turns.ts'
import type { Emit, Store } from './ports.ts'

export type HandOffParts = {
  readonly store: Store
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
}

type Mark = KeyTarget & { readonly step: HandOffStep; readonly done: boolean }

/** What remains to be done until a rotated key's new secret is in use, kept with the key. */
export const createHandOffs = ({ store, clock, emit, log }: HandOffParts) => {
  const inTurn = createTurns()
  const changed = () => emit('hand-offs-changed', null)

  const close = async (target: KeyTarget): Promise<void> => {
    const known = await store.keys.get(target)
    await store.handOffs.delete(target)
    await store.activity.append([
      {
        ...{ connection: target.connection, environment: target.environment, key: target.key },
        ...{ at: clock.now(), by: 'you', kind: 'handed-over' },
        ...{ keyName: known?.name ?? null, mask: known?.mask ?? null },
      },
    ])
    emit('activity-changed', null)
  }

  return {
    open: async (): Promise<HandOff[]> => [...(await store.handOffs.open())],
    /** The key was rotated, as somebody wished at `wishedAt`. One that was begun for that wish goes on. */
    begin: (target: KeyTarget, wishedAt: number): Promise<void> =>
      inTurn(async () => {
        const known = await store.handOffs.get(target)
        if (known && known.at >= wishedAt) return
        await store.handOffs.put({ ...target, at: clock.now(), done: ['rotate'] })
        changed()
      }),
    /** Where the last step is marked, or nothing is open any longer, nothing remains. */
    mark: ({ step, done, ...target }: Mark): Promise<null> =>
      inTurn(async () => {
        const known = await store.handOffs.get(target)
        if (!known) return null
        const steps = handOffSteps.filter(one => (one === step ? done : known.done.includes(one)))
        if (steps.length === handOffSteps.length) await close(known)
        else await store.handOffs.put({ ...known, done: steps })
        changed()
        return null
      }),
    /** There is no secret to hand over any longer. Never throws: what the service did is done. */
    end: ({ connection, environment, key }: KeyTarget): Promise<void> =>
      inTurn(async () => {
        await store.handOffs.delete({ connection, environment, key })
        changed()
      }).catch(cause => log('hand-off-not-ended', { code: infoOf(cause)?.code ?? 'bug' })),
  }
}

export type HandOffs = ReturnType<typeof createHandOffs>
