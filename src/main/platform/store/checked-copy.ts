import { createHash } from 'node:crypto'
import { z } from '../../../shared/zod.ts'
import { readOrNull, replaceDurably } from './durable-file.ts'

/**
 * A second home, beside the database, of what no service can give back. It carries a checksum; the generation before
 * it is kept as `.bak`.
 */
export type CheckedCopy<T> = {
  /** What the file holds; null when there is none or its checksum is wrong. */
  readonly read: () => readonly T[] | null
  /** The same of the generation before. */
  readonly readPrevious: () => readonly T[] | null
  /** Durable when it returned; on an error (an errno) the file is what it was. Answers the undo. */
  readonly write: (items: readonly T[]) => () => void
  readonly holds: (items: readonly T[]) => boolean
}

type Content<T> = {
  /** The member of the file that holds the items. */
  readonly member: string
  /** Throws what it does not understand. */
  readonly parse: (items: readonly unknown[]) => readonly T[]
}

export const checkedCopy = <T>(file: string, { member, parse }: Content<T>): CheckedCopy<T> => {
  const Copy = z.object({
    version: z.literal(1),
    sha256: z.string(),
    [member]: z.array(z.unknown()),
  })
  const encode = (items: readonly T[]): string =>
    `${JSON.stringify({ version: 1, sha256: checksum(items), [member]: items }, null, 2)}\n`
  const decode = (text: string | null): readonly T[] | null => {
    try {
      const { sha256, [member]: items } = Copy.parse(JSON.parse(text ?? ''))
      // Over what was read, not over what the shape makes of it: a later version's shape may order it differently.
      return Array.isArray(items) && sha256 === checksum(items) ? parse(items) : null
    } catch {
      return null
    }
  }
  return {
    read: () => decode(readOrNull(file)),
    readPrevious: () => decode(readOrNull(`${file}.bak`)),
    write: items => replaceDurably(file, encode(items)),
    holds: items => readOrNull(file) === encode(items),
  }
}

const checksum = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex')
