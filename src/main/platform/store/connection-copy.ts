import { dirname, join } from 'node:path'
import { Connection, type Place, type Trust } from '../../../shared/domain/connection.ts'
import type { Environment } from '../../../shared/domain/environment.ts'
import { z } from '../../../shared/zod.ts'
import type { StoredConnection } from '../../services/ports.ts'
import { type CheckedCopy, checkedCopy } from './checked-copy.ts'

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

/** The connections, `connections.json` beside the database. */
export type ConnectionCopy = CheckedCopy<StoredConnection>

export const connectionCopyOf = (database: string): ConnectionCopy =>
  checkedCopy(join(dirname(database), 'connections.json'), {
    member: 'connections',
    parse: connections => z.array(StoredConnectionShape).parse(connections.map(upgraded)),
  })
