import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Database, readMeta } from './database.ts'

/** Seals a position so that a client can give it back, and nobody can make one up. */
export type Cursors = {
  readonly seal: (purpose: string, position: number) => string
  /** Null for a cursor of another purpose or that this database never issued. */
  readonly open: (purpose: string, cursor: string) => number | null
}

const tagLength = 16

/** `purpose` names the list, so that a cursor of one environment is worth nothing in the other. */
export const openCursors = async (database: Database): Promise<Cursors> => {
  const key = await readMeta(database, 'cursor-key')
  if (key === null) throw new Error('The database has no cursor key')
  const tagOf = (purpose: string, position: string) =>
    createHmac('sha256', key).update(`${purpose}\n${position}`).digest().subarray(0, tagLength)
  return {
    seal: (purpose, position) =>
      Buffer.concat([tagOf(purpose, String(position)), Buffer.from(String(position))]).toString(
        'base64url',
      ),
    open: (purpose, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url')
      const position = bytes.subarray(tagLength).toString('latin1')
      const tag = bytes.subarray(0, tagLength)
      const known = tag.length === tagLength && timingSafeEqual(tag, tagOf(purpose, position))
      return known ? Number(position) : null
    },
  }
}
