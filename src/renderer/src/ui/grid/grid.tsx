import {
  type MouseEvent,
  type RefObject,
  type UIEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import classes from './grid.module.css'
import { type Column, GridHead, type Sort } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import { scaledScroll } from './scaled-scroll.ts'
import { useActiveRow } from './use-active-row.ts'

/** Heights in px, as in the style sheet. */
const rowHeight = 40
const headHeight = 34
const overscan = 6

type GridProps<Row, Key extends string> = {
  readonly label: string
  readonly columns: readonly Column<Row, Key>[]
  readonly sort: Sort<Key>
  readonly onSort: (sort: Sort<Key>) => void
  /** The rows that are held, the first of them number `offset` of `total`. */
  readonly rows: readonly Row[]
  readonly offset: number
  readonly total: number
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

/** A table of any length with rows of one height, of which only those in sight exist. */
export const Grid = <Row, Key extends string>(props: GridProps<Row, Key>) => {
  const { columns, rows, offset, total, idOf, topic, onLook, onOpen, onDelete } = props
  const scroller = useRef<HTMLDivElement>(null)
  const { scroll, first, last, top, page, onScroll } = useSight(scroller, total)
  const id = useId()

  useEffect(() => onLook(first, last), [onLook, first, last])
  useTop(scroller, topic)

  const reveal = (index: number) => {
    const element = scroller.current
    if (element) element.scrollTop = scroll.reveal(index, element.scrollTop)
  }
  const active = useActiveRow({ rows, offset, total, page, idOf, reveal, onOpen, onDelete })
  const onClick = (event: MouseEvent) => {
    const index = indexOf(event)
    if (index === null) return
    active.move(index)
    const row = rows[index - offset]
    if (row && !(event.target as Element).closest('button')) onOpen(row)
  }
  const inSight = active.index >= first && active.index <= last

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={inSight && total > 0 ? `${id}-${active.index}` : undefined}
      onScroll={onScroll}
      onKeyDown={active.onKeyDown}
      onClick={onClick}
    >
      <GridHead columns={columns} sort={props.sort} onSort={props.onSort} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div className={classes.body} role="rowgroup" style={{ height: scroll.height }}>
        <div className={classes.slice} style={{ transform: `translateY(${top}px)` }}>
          {indexes(first, last).map(index => {
            const row = rows[index - offset]
            return (
              <GridRow
                key={keyOf(row, index, idOf)}
                id={`${id}-${index}`}
                active={index === active.index}
                edge={row && props.edgeOf?.(row)}
                {...{ index, row, columns }}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Which rows exist: those in sight and a few on either side. `top` is the y of the first, in px. */
const useSight = (scroller: RefObject<HTMLDivElement | null>, total: number) => {
  const viewport = useViewport(scroller)
  const [scrollTop, setScrollTop] = useState(0)
  const scroll = useMemo(() => scaledScroll(total, rowHeight, viewport), [total, viewport])
  const sight = scroll.at(scrollTop)
  const first = Math.max(0, sight.first - overscan)
  return {
    scroll,
    first,
    last: Math.min(total - 1, sight.last + overscan),
    top: sight.top - (sight.first - first) * rowHeight,
    page: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    onScroll: (event: UIEvent) => setScrollTop(event.currentTarget.scrollTop),
  }
}

const indexes = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step)

const keyOf = <Row,>(row: Row | undefined, index: number, idOf: (row: Row) => string): string =>
  row === undefined ? `absent-${index}` : idOf(row)

const indexOf = ({ target }: MouseEvent): number | null => {
  const row = target instanceof Element ? target.closest('[data-index]') : null
  return row ? Number(row.getAttribute('data-index')) : null
}

const useViewport = (scroller: RefObject<HTMLDivElement | null>): number => {
  const [height, setHeight] = useState(600)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() =>
      setHeight(Math.max(rowHeight, element.clientHeight - headHeight)),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return height
}

const useTop = (scroller: RefObject<HTMLDivElement | null>, topic: string) => {
  const shown = useRef(topic)
  useEffect(() => {
    if (shown.current !== topic) scroller.current?.scrollTo({ top: 0 })
    shown.current = topic
  }, [scroller, topic])
}
