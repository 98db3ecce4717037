import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { HandOff } from '../../../../../shared/domain/hand-off.ts'
import { idOfKey } from '../../../ui/key-columns.tsx'

/** What is going on with a key that must not be forgotten, in a few words each. */
export const marksGiven = (
  handOffs: readonly HandOff[],
  now: number,
): ((row: KeyRow) => readonly string[]) => {
  const open = new Set(handOffs.map(handOff => idOfKey({ ...handOff, id: handOff.key })))
  return row => [
    ...(open.has(idOfKey(row)) ? ['Hand-off open'] : []),
    ...(row.previousUntil !== null && row.previousUntil > now ? ['Old key valid'] : []),
  ]
}
