import { z } from '../../../shared/zod.ts'

// A service's words are kept and sent to the page: what is far more than anybody would read is cut, before time is
// spent on it.
const longestText = 1000
const longestList = 200

// What would reorder or hide the words around it; a text may have lines.
const unshowable = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu

/** Words to be shown; what leaves nothing to read is not understood. */
export const words = z
  .string()
  .transform(said => said.slice(0, longestText).toWellFormed().replace(unshowable, ' ').trim())
  .pipe(z.string().min(1))

/** Those items that are understood, each once. */
export const lenientList = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((said): z.output<T>[] => {
      const understood = said.slice(0, longestList).flatMap(one => {
        const parsed = item.safeParse(one)
        return parsed.success ? [parsed.data] : []
      })
      return [...new Set(understood)]
    })

/** Those members that are understood, whatever their names. */
export const lenientRecord = <T extends z.ZodType>(member: T) =>
  z
    .looseObject({})
    .catch({})
    .transform(
      (said): Record<string, z.output<T>> =>
        Object.fromEntries(
          Object.entries(said)
            .slice(0, longestList)
            .flatMap(([name, one]) => {
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
