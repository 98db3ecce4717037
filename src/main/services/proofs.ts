import { randomUUID } from 'node:crypto'
import type { ConnectionId, KeyRecord, KeyTarget, Scope } from '../../shared/domain/key.ts'
import type { Proof, ProofEffect, ProofId } from '../../shared/domain/proof.ts'
import { scopeOf } from './change-key.ts'
import type { Clipboard } from './ports.ts'
import { createProofList, isRunning, noWait, type ProofList } from './proof-list.ts'
import { type Means, meansOf } from './proof-means.ts'
import { graceIn } from './proof-rules.ts'
import { letGo, type ProveParts, prove, recordEnd } from './prove.ts'
import { type OpenScope, requireWritable } from './scopes.ts'

export type ProofParts = Omit<ProveParts, 'list'> & {
  readonly open: OpenScope
  readonly clipboard: Clipboard
  readonly isLocked: () => boolean
}

/** The end of a key. `withKey`: it is on the clipboard, and may be presented to find out whether it is dead. */
export type Ending = KeyTarget & { readonly effect: ProofEffect; readonly withKey: boolean }

type WithId = { readonly id: ProofId }

// By then a change that was under way is answered, and most are in force.
const longestWhileLockedMs = 60_000

/**
 * Whether a key that was suspended, revoked or deleted is dead: the service is asked until it says so, or until the
 * change should long be in force. That it accepted the change proves nothing.
 */
export const createProofs = (machine: ProofParts) => {
  const list = createProofList(machine.emit)
  const parts = { ...machine, list }
  const letGoWhere = (is: (proof: Proof) => boolean): void => {
    for (const { id } of list.all().filter(is)) {
      const entry = list.get(id)
      if (entry) letGo(parts, entry)
    }
  }
  return {
    list: async (): Promise<Proof[]> => [...list.all()],
    during: proving(parts),
    again: async ({ id }: WithId): Promise<null> => {
      const entry = list.get(id)
      if (!entry?.probe || isRunning(entry.proof)) return null
      entry.stop()
      prove(parts, entry.proof, entry.probe)
      return null
    },
    dismiss: async ({ id }: WithId): Promise<null> => {
      list.drop(id)
      return null
    },
    /** The key is meant to be taken again, or there is another. */
    forget: (target: KeyTarget): void => list.dropWhere(proof => isOf(proof, target)),
    forgetConnection: (connection: ConnectionId): void =>
      list.dropWhere(proof => proof.connection === connection),
    /** What leads to these keys has changed: who answers from now on may know others. */
    letGo: (scope: Scope): void => letGoWhere(proof => isIn(proof, scope)),
    /** Claviger is locked: what is being asked has a minute to end, and then nothing is held to ask with. */
    rest: (): void => {
      letGoWhere(proof => !isRunning(proof))
      parts.clock.after(longestWhileLockedMs, () => parts.isLocked() && letGoWhere(() => true))
    },
    /** Claviger ends: what was still being asked is never claimed. */
    stop: async (): Promise<void> => {
      const asked = list.all().filter(({ state }) => state === 'accepted')
      list.dropWhere(() => true)
      await Promise.all(asked.map(proof => recordEnd(parts, proof, 'unproven')))
    },
  }
}

export type Proofs = ReturnType<typeof createProofs>

type Parts = ProofParts & { readonly list: ProofList }

const isIn = (proof: Proof, { connection, environment }: Scope): boolean =>
  proof.connection === connection && proof.environment === environment

const isOf = (proof: Proof, target: KeyTarget): boolean =>
  isIn(proof, target) && proof.key === target.key

/**
 * Runs the change that ends a key, and then finds out by itself whether the key is dead; where `isOurs` says that
 * somebody else had ended it, nothing is claimed.
 */
const proving =
  (parts: Parts) =>
  async <T>(
    ending: Ending,
    change: () => Promise<T>,
    isOurs: (answer: T) => boolean = () => true,
  ): Promise<T> => {
    const { store, open, clock, list } = parts
    requireWritable(store)
    const known = await store.keys.get(ending)
    // Of what is no key any longer, or has none yet, nothing can be taken.
    if (known === null || known.state === 'absent') return change()
    // A proof asks again by itself.
    const service = await open(scopeOf(ending), { once: true })
    const { key: id, withKey } = ending
    const means = await meansOf(parts, service, { id, known, withKey })
    const graceSeconds = graceIn(await store.profiles.get(scopeOf(ending)))
    const proof = { ...requestOf(ending, known, clock.now()), graceSeconds }
    list.put({ proof, probe: null, stop: noWait })
    try {
      const answer = await change()
      if (isOurs(answer)) accept(parts, proof, means)
      else list.drop(proof.id)
      return answer
    } catch (cause) {
      list.drop(proof.id)
      throw cause
    }
  }

const requestOf = (ending: Ending, known: KeyRecord, requestedAt: number) => ({
  ...{ ...scopeOf(ending), key: ending.key, effect: ending.effect, id: randomUUID() },
  ...{ name: known.name, mask: known.mask },
  ...{ state: 'requested' as const, reason: null, requestedAt },
  ...{ acceptedAt: null, until: null, endedAt: null, aliveAt: null, askable: false },
})

const accept = (parts: Parts, requested: Proof, { probe, reason }: Means): void => {
  const { clock, list } = parts
  list.dropWhere(proof => isOf(proof, requested) && proof.id !== requested.id)
  const acceptedAt = clock.now()
  const ended = { state: 'unproven', reason, acceptedAt, endedAt: acceptedAt } as const
  if (probe) prove(parts, { ...requested, acceptedAt }, probe)
  else list.put({ proof: { ...requested, ...ended }, probe: null, stop: noWait })
}
