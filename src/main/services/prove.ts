import type { Activity } from '../../shared/domain/activity.ts'
import type { Proof, ProofEffect } from '../../shared/domain/proof.ts'
import { type ErrorInfo, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Probe } from '../connectors/connector.ts'
import { scopeOf } from './change-key.ts'
import type { Emit, Store } from './ports.ts'
import { type Entry, noWait, type ProofList } from './proof-list.ts'
import { isPointless, lifeIn, waitAfterAnswer } from './proof-rules.ts'

export type ProveParts = {
  readonly store: Store
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly list: ProofList
}

type End = 'confirmed' | 'still-accepted' | 'unproven'

const lines = {
  confirmed: 'confirmed-dead',
  'still-accepted': 'still-accepted',
  unproven: 'not-confirmed',
} as const satisfies Record<End, Activity['kind']>

/** Writes its end into the log of this computer. Never throws: what the service did is done. */
export const recordEnd = async (
  { store, clock, emit, log }: ProveParts,
  proof: Proof,
  end: End,
): Promise<void> => {
  const named = { key: proof.key, keyName: proof.name, mask: proof.mask }
  const kind = lines[end]
  try {
    await store.activity.append([{ ...scopeOf(proof), ...named, at: clock.now(), by: 'you', kind }])
    emit('activity-changed', null)
  } catch (cause) {
    log('proof-not-recorded', { kind, code: infoOf(cause)?.code ?? 'bug' })
  }
}

/** Asks the service, for as long as the change may take, until it refuses the key. */
export const prove = (parts: ProveParts, accepted: Proof, probe: Probe): void => {
  const { clock, list } = parts
  const until = clock.now() + accepted.graceSeconds * 1000
  const running = { state: 'accepted', reason: null, endedAt: null, askable: false } as const
  const entry: Entry = { proof: { ...accepted, ...running, until }, probe, stop: noWait }
  list.put(entry)
  void ask(parts, entry, probe, 1)
}

const ask = async (parts: ProveParts, entry: Entry, probe: Probe, times: number): Promise<void> => {
  const { clock, list } = parts
  const { proof } = entry
  const { life, failure } = await answerOf(probe, proof.effect)
  // It was dismissed, or another change was made, meanwhile.
  if (list.get(proof.id) !== entry) return
  if (life === 'dead') return end(parts, entry, 'confirmed')
  const left = (proof.until ?? 0) - clock.now()
  if (left <= 0 && life === 'alive') return end(parts, entry, 'still-accepted')
  if (left <= 0 || isPointless(failure)) return end(parts, entry, 'unproven')
  const wait = waitAfterAnswer(times, failure, proof)
  // It asks to be left alone for longer than the change may take.
  if (failure?.code === 'rate-limited' && wait > left) return end(parts, entry, 'unproven')
  const again = () => void ask(parts, next, probe, times + 1)
  const next: Entry = { proof, probe, stop: clock.after(Math.min(wait, left), again) }
  list.put(next)
}

// How long the service can be asked again after an end that was no death.
const askableMs = 15 * 60_000

const end = (parts: ProveParts, { proof, probe }: Entry, state: End): void => {
  const { clock, list } = parts
  const reason = state === 'unproven' ? 'failed' : null
  const endedAt = clock.now()
  // That nobody could tell this time does not bury a key that was found alive.
  const aliveAt = { confirmed: null, 'still-accepted': endedAt, unproven: proof.aliveAt }[state]
  const ended = { ...proof, state, reason, endedAt, aliveAt } as const
  const silent = silentOf(ended)
  const forget = () => list.put(silent)
  if (state === 'confirmed' || !probe) forget()
  else {
    const stop = clock.after(askableMs, forget)
    list.put({ proof: { ...ended, askable: true }, probe, stop })
  }
  void recordEnd(parts, proof, state)
}

const silentOf = (proof: Proof): Entry => ({
  ...{ proof: { ...proof, askable: false }, probe: null, stop: noWait },
})

/** Asks nothing more, and forgets with what it could be asked. */
export const letGo = (parts: ProveParts, { proof, probe, stop }: Entry): void => {
  stop()
  if (proof.state === 'accepted') end(parts, { proof, probe: null, stop: noWait }, 'unproven')
  else if (probe) parts.list.put(silentOf(proof))
}

/** A failure says nothing of the key: somewhere on the way to its service, something did not work. */
const answerOf = async (
  probe: Probe,
  effect: ProofEffect,
): Promise<{ readonly life: ReturnType<typeof lifeIn>; readonly failure: ErrorInfo | null }> => {
  try {
    return { life: lifeIn(await probe(), effect), failure: null }
  } catch (cause) {
    return { life: 'unknown', failure: infoOf(cause) }
  }
}
