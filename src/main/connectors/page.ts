import type { KeyRecord } from '../../shared/domain/key.ts'
import type { KeyPage } from './connector.ts'

type Page = {
  readonly keys: readonly KeyRecord[]
  /** Whether the service says that there are more. */
  readonly more: boolean
  /** The cursor to the next page, and the one by which this was had. */
  readonly next: string | null
  readonly cursor: string | null
}

/** A page of a service that counts nothing. One that leads to itself, or nowhere: there is more, and no way to it. */
export const pageBy = ({ keys, more, next, cursor }: Page): KeyPage => {
  const truncated = more && (next === null || next === cursor)
  return { keys, next: more && !truncated ? next : null, total: null, truncated, changes: null }
}
