import type { Proof, ProofId } from '../../shared/domain/proof.ts'
import type { Probe } from '../connectors/connector.ts'
import type { Emit } from './ports.ts'

/** `probe` may hold the key itself: it is here alone, and only while it may still be needed. */
export type Entry = {
  readonly proof: Proof
  readonly probe: Probe | null
  /** Ends the wait for the next question, or for forgetting the probe. */
  readonly stop: () => void
}

export const noWait = () => {}
export const isRunning = ({ state }: Proof): boolean =>
  state === 'requested' || state === 'accepted'

// Beside those that must not be forgotten: what is still asked about, and keys that live on.
const longestList = 100

/** The proofs of this run, oldest first; whoever shows them is told of each change. */
export const createProofList = (emit: Emit) => {
  const entries = new Map<ProofId, Entry>()
  const changed = () => emit('proofs-changed', null)

  const drop = (id: ProofId): void => {
    entries.get(id)?.stop()
    if (entries.delete(id)) changed()
  }
  return {
    all: (): readonly Proof[] => [...entries.values()].map(({ proof }) => proof),
    get: (id: ProofId): Entry | null => entries.get(id) ?? null,
    put: (entry: Entry): void => {
      entries.set(entry.proof.id, entry)
      for (const { proof } of [...entries.values()].slice(0, -longestList)) {
        if (!isRunning(proof) && proof.aliveAt === null) drop(proof.id)
      }
      changed()
    },
    drop,
    dropWhere: (is: (proof: Proof) => boolean): void => {
      for (const { proof } of [...entries.values()].filter(({ proof }) => is(proof))) drop(proof.id)
    },
  }
}

export type ProofList = ReturnType<typeof createProofList>
