import type { Proof } from '../../../../../shared/domain/proof.ts'

/** Those that have ended between two lists; one that was asked again ends again. */
export const endedSince = (before: readonly Proof[], now: readonly Proof[]): readonly Proof[] =>
  now.filter(
    ({ id, endedAt }) =>
      endedAt !== null && before.find(proof => proof.id === id)?.endedAt !== endedAt,
  )
