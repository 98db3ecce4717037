import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Connection, type Place, type Trust } from '../../../shared/domain/connection.ts'
import type { Environment } from '../../../shared/domain/environment.ts'
import { z } from '../../../shared/zod.ts'
import type { StoredConnection } from '../../services/ports.ts'
import { readOrNull, replaceDurably } from './durable-file.ts'

export const StoredConnectionShape = Connection.omit({ credentials: true }).extend({
  saved: z.object({ preview: z.boolean(), production: z.boolean() }),
})

export const Places = StoredConnectionShape.shape.places

/** Both environments at one address with nothing to set, as every connection was before version 3 of the store. */
export const placesAt = (url: string, { ca, pin }: Trust): Readonly<Record<Environment, Place>> => {
  const place = { url, trust: { ca, pin }, settings: {} }
  return { preview: place, production: place }
}

const Former = z.looseObject({
  origin: z.string(),
  trust: Connection.shape.places.shape.preview.shape.trust,
})

/** As an earlier version wrote it, as it would be written now. */
const upgraded = (written: unknown): unknown => {
  const { data } = Former.safeParse(written)
  return data ? { ...data, places: placesAt(data.origin, data.trust) } : written
}

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
    return z.array(StoredConnectionShape).parse(connections.map(upgraded))
  } catch {
    return null
  }
}
