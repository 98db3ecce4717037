import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Database, readMeta } from './database.ts'

/** Where a client stands in a list, and with `floor` the position after which it does not read on. */
export type Place = { readonly position: number; readonly floor?: number | undefined }

/** Seals a place so that a client can give it back, and nobody can make one up. */
export type Cursors = {
  readonly seal: (purpose: string, place: Place) => string
  /** Null for a cursor of another purpose or that this database never issued. */
  readonly open: (purpose: string, cursor: string) => Place | null
}

const tagLength = 16

/** `purpose` names the list, so that a cursor of one environment is worth nothing in the other. */
export const openCursors = async (database: Database): Promise<Cursors> => {
  const key = await readMeta(database, 'cursor-key')
  if (key === null) throw new Error('The database has no cursor key')
  const tagOf = (purpose: string, place: string) =>
    createHmac('sha256', key).update(`${purpose}\n${place}`).digest().subarray(0, tagLength)
  return {
    seal: (purpose, { position, floor }) => {
      const text = floor === undefined ? `${position}` : `${position} ${floor}`
      return Buffer.concat([tagOf(purpose, text), Buffer.from(text)]).toString('base64url')
    },
    open: (purpose, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url')
      const text = bytes.subarray(tagLength).toString('latin1')
      const tag = bytes.subarray(0, tagLength)
      const known = tag.length === tagLength && timingSafeEqual(tag, tagOf(purpose, text))
      if (!known) return null
      const [position, floor] = text.split(' ').map(Number)
      return position === undefined ? null : { position, floor }
    },
  }
}
