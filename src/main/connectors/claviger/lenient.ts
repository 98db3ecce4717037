import { z } from '../../../shared/zod.ts'

/** Those items that are understood. */
export const lenientList = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((said): z.output<T>[] =>
      said.flatMap(one => {
        const parsed = item.safeParse(one)
        return parsed.success ? [parsed.data] : []
      }),
    )

/** Those members that are understood, whatever their names. */
export const lenientRecord = <T extends z.ZodType>(member: T) =>
  z
    .record(z.string(), z.unknown())
    .catch({})
    .transform(
      (said): Record<string, z.output<T>> =>
        Object.fromEntries(
          Object.entries(said).flatMap(([name, one]) => {
            const parsed = member.safeParse(one)
            return parsed.success ? [[name, parsed.data]] : []
          }),
        ),
    )

/** An object of which each member falls back alone, the object as a whole too. */
export const part = <T extends z.ZodRawShape>(shape: T) =>
  z.record(z.string(), z.unknown()).catch({}).pipe(z.object(shape))

/** The members that bear one of the `known` names. */
export const knownEntries = <K extends string, V>(
  said: Readonly<Record<string, V>>,
  known: readonly K[],
): Partial<Record<K, V>> =>
  Object.assign(
    {},
    ...known.flatMap(word => (Object.hasOwn(said, word) ? [{ [word]: said[word] }] : [])),
  )
