import type { Proof } from '../../../../../shared/domain/proof.ts'

/**
 * Those that have ended between two lists, and not before the page was opened; one that was asked again ends again.
 */
export const endedSince = (
  before: readonly Proof[],
  now: readonly Proof[],
  opened: number,
): readonly Proof[] =>
  now.filter(
    ({ id, endedAt }) =>
      endedAt !== null &&
      endedAt >= opened &&
      before.find(proof => proof.id === id)?.endedAt !== endedAt,
  )
