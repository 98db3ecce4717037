import {
  type FocusEvent,
  type MouseEvent,
  memo,
  type RefObject,
  type SyntheticEvent,
  useEffect,
  useId,
  useRef,
} from 'react'
import classes from './grid.module.css'
import { type Column, GridHead, type Sort } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import { headHeight, rowHeight } from './heights.ts'
import { useActiveRow } from './use-active-row.ts'
import { useSeats } from './use-seats.ts'
import { useSight } from './use-sight.ts'
import { type Slice, useSlice } from './use-slice.ts'

type GridProps<Row, Key extends string> = {
  readonly label: string
  readonly columns: readonly Column<Row, Key>[]
  readonly sort: Sort<Key>
  readonly onSort: (sort: Sort<Key>) => void
  /** The rows that are held, the first of them number `offset` of `total`. */
  readonly rows: readonly Row[]
  readonly offset: number
  readonly total: number
  /** False while there may be more than `total`. */
  readonly counted: boolean
  /** Other rows have been asked for, and will stand in place of these. */
  readonly busy: boolean
  readonly idOf: (row: Row) => string
  /** What is to be seen of a row at its very edge, as the style sheet names it. */
  readonly edgeOf?: (row: Row) => 'production' | undefined
  /** The list scrolls to its top when this changes. */
  readonly topic: string
  /** Rows `first` to `last` are in sight, or nearly. */
  readonly onLook: (first: number, last: number) => void
  readonly onOpen: (row: Row) => void
  readonly onDelete?: (row: Row) => void
}

const PlainGrid = <Row, Key extends string>(props: GridProps<Row, Key>) => {
  const { columns, rows, offset, total, idOf, topic, onLook, onOpen, onDelete } = props
  const scroller = useRef<HTMLDivElement>(null)
  const { scroll, sight, viewport, page, onScroll } = useSight(scroller, total, onLook)
  const slice = useSlice({ rows, offset, idOf }, sight)
  const seats = useSeats(slice.rows)
  const id = useId()
  useTop(scroller, topic)

  const reveal = (index: number) => {
    const element = scroller.current
    if (element) element.scrollTop = scroll.reveal(index, element.scrollTop)
  }
  const drawn = slice.rows
  const active = useActiveRow({ rows, offset, total, page, idOf, drawn, reveal, onOpen, onDelete })
  const onFocus = (event: FocusEvent) => {
    seats.onFocus(event)
    active.onFocus(indexOf(event))
  }
  const onClick = (event: MouseEvent) => {
    const index = indexOf(event)
    if (index === null) return
    active.move(index)
    const row = drawn.find(one => one.index === index)?.row
    if (row && !(event.target as Element).closest('button')) onOpen(row)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={props.counted ? total + 1 : -1}
      aria-colcount={columns.length}
      aria-activedescendant={active.shown === null ? undefined : `${id}-${active.shown}`}
      aria-busy={props.busy || undefined}
      onScroll={onScroll}
      onKeyDown={active.onKeyDown}
      onClick={onClick}
      onFocus={onFocus}
      onPointerDown={seats.onPointerDown}
    >
      <GridHead columns={columns} sort={props.sort} onSort={props.onSort} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div className={classes.body} role="rowgroup" style={{ height: scroll.height }}>
        {/* Not a margin, which would keep the slice from sticking when it lies below what is in sight. */}
        <div style={{ height: slice.top }} />
        <div className={classes.slice} style={stuck(slice, viewport)}>
          {drawn.map(({ key, index, row }) => (
            <GridRow
              key={seats.of(key)}
              seat={seats.of(key)}
              id={`${id}-${index}`}
              active={index === active.shown}
              edge={row && props.edgeOf?.(row)}
              {...{ index, row, columns }}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

/**
 * A table of any length with rows of one height, of which only those in sight exist. What stands around it may be drawn
 * without it, at each letter that is typed.
 */
export const Grid = memo(PlainGrid) as typeof PlainGrid // memo forgets that the component is generic

/**
 * The slice sticks to what is in sight rather than leave it, so that rows are seen also in a frame in which the browser
 * has scrolled further than has been drawn.
 */
const stuck = ({ rows }: Slice<unknown>, viewport: number) => {
  const over = rows.length * rowHeight - viewport
  return { top: Math.min(0, headHeight - over), bottom: Math.min(0, -over) }
}

const indexOf = ({ target }: SyntheticEvent): number | null => {
  const row = target instanceof Element ? target.closest('[data-index]') : null
  return row ? Number(row.getAttribute('data-index')) : null
}

const useTop = (scroller: RefObject<HTMLDivElement | null>, topic: string) => {
  const shown = useRef(topic)
  useEffect(() => {
    if (shown.current !== topic) scroller.current?.scrollTo({ top: 0 })
    shown.current = topic
  }, [scroller, topic])
}
