import { memo } from 'react'
import classes from './grid.module.css'
import type { Column } from './grid-head.tsx'

type GridRowProps<Row, Key extends string> = {
  readonly id: string
  /** Number of the element, which other rows have after this one. */
  readonly seat: number
  readonly index: number
  /** Absent until its window has come. */
  readonly row: Row | undefined
  readonly columns: readonly Column<Row, Key>[]
  readonly active: boolean
  /** Marks the row's edge. */
  readonly edge: string | undefined
}

const PlainRow = <Row, Key extends string>(props: GridRowProps<Row, Key>) => {
  const { id, seat, index, row, columns, active, edge } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
    <div
      id={id}
      className={classes.row}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active}
      data-index={index}
      data-seat={seat}
      data-edge={edge}
    >
      {row === undefined ? (
        <Bone />
      ) : (
        columns.map((column, position) => (
          // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
          <div
            key={column.id}
            className={classes.cell}
            style={{ flex: column.flex }}
            role="gridcell"
            aria-colindex={position + 1}
            data-hide={column.hide}
            data-align={column.align}
          >
            {column.cell(row, active)}
          </div>
        ))
      )}
    </div>
  )
}

const Bone = () => (
  // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
  <div className={classes.cell} style={{ flex: 1 }} role="gridcell" aria-busy="true">
    <span className={classes.bone} />
  </div>
)

/** Drawn again only when something of it changed: scrolling by one row draws one row. */
export const GridRow = memo(PlainRow) as typeof PlainRow // memo forgets that the component is generic
