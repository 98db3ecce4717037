import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Connection } from '../../../shared/domain/connection.ts'
import { z } from '../../../shared/zod.ts'
import type { StoredConnection } from '../../services/ports.ts'
import { readOrNull, replaceDurably } from './durable-file.ts'

export const StoredConnectionShape = Connection.omit({ credentials: true }).extend({
  saved: z.object({ preview: z.boolean(), production: z.boolean() }),
})

const Copy = z.object({
  version: z.literal(1),
  sha256: z.string(),
  connections: z.array(z.unknown()),
})

/**
 * A second home of the connections, `connections.json` beside the database: the one thing that no service can
 * give back. It carries a checksum; the generation before it is kept as `.bak`.
 */
export type ConnectionCopy = {
  /** What the file holds; null when there is none or its checksum is wrong. */
  readonly read: () => readonly StoredConnection[] | null
  /** The same of the generation before. */
  readonly readPrevious: () => readonly StoredConnection[] | null
  /** Durable when it returned; on an error (an errno) the file is what it was. Answers the undo. */
  readonly write: (connections: readonly StoredConnection[]) => () => void
  readonly holds: (connections: readonly StoredConnection[]) => boolean
}

export const connectionCopyOf = (database: string): ConnectionCopy => {
  const file = join(dirname(database), 'connections.json')
  return {
    read: () => decode(readOrNull(file)),
    readPrevious: () => decode(readOrNull(`${file}.bak`)),
    write: connections => replaceDurably(file, encode(connections)),
    holds: connections => readOrNull(file) === encode(connections),
  }
}

const checksum = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex')

const encode = (connections: readonly StoredConnection[]): string => {
  const content = { version: 1, sha256: checksum(connections), connections }
  return `${JSON.stringify(content, null, 2)}\n`
}

const decode = (text: string | null): readonly StoredConnection[] | null => {
  try {
    const raw: unknown = JSON.parse(text ?? '')
    const { sha256, connections } = Copy.parse(raw)
    // Over what was read, not over what the shape makes of it: a later version's shape may order it differently.
    if (sha256 !== checksum(connections)) return null
    return z.array(StoredConnectionShape).parse(connections)
  } catch {
    return null
  }
}
