import { z } from 'zod'
import type { Cursors, Place } from './cursor.ts'
import { refuse } from './problems.ts'
import type { Profile } from './profiles/profile.ts'
import { pageQuery } from './wire.ts'

/** Query of a list that is read page by page. */
export const listQuery = ({ limits }: Profile) =>
  z.object({
    ...pageQuery(limits.pageSize),
    cursor: z.string().max(200).optional().describe('`nextCursor` of the page before'),
  })

type Query = z.output<ReturnType<typeof listQuery>>

type Page<Row> = { readonly rows: readonly Row[]; readonly nextCursor: string | null }

/**
 * The page that `query` asks for. `read` gets the place of the last row that the client has, null for none, and how
 * many rows to read; `positionOf` answers that of a row. A cursor that has a floor hands it on to the next. Ends the
 * request with `cursor-invalid` for a cursor of another `purpose`.
 */
export const readPage = async <Row>(
  cursors: Cursors,
  purpose: string,
  { limit, cursor }: Query,
  read: (before: Place | null, limit: number) => readonly Row[] | Promise<readonly Row[]>,
  positionOf: (row: Row) => number,
): Promise<Page<Row>> => {
  const before = cursor === undefined ? null : cursors.open(purpose, cursor)
  if (cursor !== undefined && before === null)
    return refuse('cursor-invalid', 'Begin again without a cursor.')
  // One more than asked for tells whether there is a next page.
  const found = await read(before, limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const nextCursor =
    last !== undefined && found.length > limit
      ? cursors.seal(purpose, { position: positionOf(last), floor: before?.floor })
      : null
  return { rows, nextCursor }
}
