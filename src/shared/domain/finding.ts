import { z } from '../zod.ts'
import { Instant, KeyId, KeyRecord } from './key.ts'

/**
 * What a look at the service found of a secret whose answer was lost. `at` is this computer's clock.
 *
 * `made`: keys that may be it, as they were then: new ones of its name, the target where that has another secret than
 * before, or the one that came in the target's place. `not-seen`: it was not there, in so many complete reads that are
 * far enough apart; after two it was probably not made. `unclear`: that it was not seen proves nothing, because the
 * service does not list every key (`cut-off`) or shows nothing by which one secret is told from another (`no-mark`).
 * `misplaced`: the service said that it made it elsewhere; `got` is null where it is not known where.
 */
export const Finding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made'), keys: z.array(KeyRecord).min(1), at: Instant }),
  z.object({ kind: z.literal('not-seen'), times: z.number().int().positive(), at: Instant }),
  z.object({ kind: z.literal('unclear'), cause: z.enum(['cut-off', 'no-mark']), at: Instant }),
  z.object({
    ...{ kind: z.literal('misplaced'), key: KeyId.nullable() },
    ...{ asked: z.string(), got: z.string().nullable(), at: Instant },
  }),
])
export type Finding = Readonly<z.infer<typeof Finding>>

/** Whether it was looked for often enough to say that it was probably not made. */
export const isProbablyNotMade = (finding: Finding | null): boolean =>
  finding?.kind === 'not-seen' && finding.times >= 2
