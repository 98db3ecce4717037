import { Proof, ProofId } from '../domain/proof.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

export const proofs = {
  /** Of the keys that this run has suspended, revoked or deleted: whether they are dead. Newest last. */
  list: query(nothing, z.array(Proof)),
  /** Asks the service once more, for as long as a change may take, whether it still takes the key. */
  again: command(z.object({ id: ProofId }), nothing),
  /** Forgets it, and the key with which it was asked for. */
  dismiss: command(z.object({ id: ProofId }), nothing),
}
