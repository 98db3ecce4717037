import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './grid.module.css'

export type Sort<Key extends string> = { readonly column: Key; readonly descending: boolean }

export type Column<Row, Key extends string> = {
  readonly id: string
  readonly label: string
  /** What the list is sorted by when the heading is pressed, if it can be. */
  readonly sort: Key | null
  /** CSS `flex` of head and cells. */
  readonly flex: string
  /** Where room is short it goes first ("wide"), next ("medium") or last ("narrow"). */
  readonly hide?: 'wide' | 'medium' | 'narrow'
  /** Where the heading stands; at the start unless said. */
  readonly align?: 'end'
  /** `active` cells belong to the row that the keyboard is on. */
  readonly cell: (row: Row, active: boolean) => ReactNode
}

type GridHeadProps<Row, Key extends string> = {
  readonly columns: readonly Column<Row, Key>[]
  readonly sort: Sort<Key>
  readonly onSort: (sort: Sort<Key>) => void
}

export const GridHead = <Row, Key extends string>(props: GridHeadProps<Row, Key>) => (
  // biome-ignore lint/a11y/useSemanticElements: part of a grid that cannot be a table element
  <div className={classes.head} role="rowgroup">
    {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above */}
    <div className={classes.row} role="row" aria-rowindex={1}>
      {props.columns.map((column, index) => (
        // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
        <div
          key={column.id}
          className={classes.cell}
          style={{ flex: column.flex }}
          role="columnheader"
          aria-colindex={index + 1}
          aria-sort={ariaSort(column, props.sort)}
          data-hide={column.hide}
          data-align={column.align}
        >
          <Heading column={column} {...props} />
        </div>
      ))}
    </div>
  </div>
)

const Heading = <Row, Key extends string>({
  column,
  sort,
  onSort,
}: GridHeadProps<Row, Key> & { readonly column: Column<Row, Key> }) => {
  const key = column.sort
  if (key === null) return <span className={classes.label}>{column.label}</span>
  const sorted = sort.column === key
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp
  return (
    <button
      type="button"
      className={classes.sort}
      data-sorted={sorted || undefined}
      onClick={() => onSort({ column: key, descending: sorted && !sort.descending })}
    >
      {column.label}
      {sorted && <Arrow size={13} aria-hidden />}
    </button>
  )
}

const ariaSort = <Row, Key extends string>(column: Column<Row, Key>, sort: Sort<Key>) => {
  if (column.sort === null) return undefined
  if (column.sort !== sort.column) return 'none'
  return sort.descending ? 'descending' : 'ascending'
}
