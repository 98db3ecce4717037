import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { HandOff } from '../../../../../shared/domain/hand-off.ts'
import type { Proof } from '../../../../../shared/domain/proof.ts'
import { idOfKey } from '../../../ui/key-columns.tsx'
import { proofMark } from '../change/proof-words.ts'

/** What is going on with a key that must not be forgotten, in a few words each. */
export const marksGiven = (
  handOffs: readonly HandOff[],
  proofs: readonly Proof[],
  now: number,
): ((row: KeyRow) => readonly string[]) => {
  const open = new Set(handOffs.map(handOff => idOfKey({ ...handOff, id: handOff.key })))
  // The last of a key is the newest.
  const proving = new Map(
    proofs.map(proof => [idOfKey({ ...proof, id: proof.key }), proofMark(proof, now)]),
  )
  return row => [
    ...[proving.get(idOfKey(row)) ?? []].flat(),
    ...(open.has(idOfKey(row)) ? ['Hand-off open'] : []),
    ...(row.previousUntil !== null && row.previousUntil > now ? ['Old key valid'] : []),
  ]
}
