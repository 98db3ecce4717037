import type { GoneKey } from '../../../../../shared/contract/keys.ts'

export type GonePages = {
  readonly rows: readonly GoneKey[]
  readonly total: number
  /** What was searched for. */
  readonly search: string
}

/** With one page more, if it is the next one of the same search: another may have been typed meanwhile. */
export const joinedPage = (
  known: GonePages | null,
  page: GonePages,
  offset: number,
): GonePages | null =>
  known?.search === page.search && known.rows.length === offset
    ? { ...page, rows: [...known.rows, ...page.rows] }
    : known
