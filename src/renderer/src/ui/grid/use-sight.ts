import { type RefObject, type UIEvent, useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { headHeight, rowHeight } from './heights.ts'
import { scaledScroll } from './scaled-scroll.ts'

/** Rows beyond what is in sight, so that a short scroll shows rows before it is drawn. */
const overscan = 4

/** Rows that are drawn, both meant; `top` is the y of the first, in px. */
export type GridSight = { readonly first: number; readonly last: number; readonly top: number }

/** Which rows are in sight and a few on either side. `onLook` is told before they are drawn. */
export const useSight = (
  scroller: RefObject<HTMLDivElement | null>,
  total: number,
  onLook: (first: number, last: number) => void,
) => {
  const viewport = useViewport(scroller)
  const [scrollTop, setScrollTop] = useState(0)
  const scroll = useMemo(() => scaledScroll(total, rowHeight, viewport), [total, viewport])
  const sightAt = (position: number): GridSight => {
    const { first, last, top } = scroll.at(position)
    const from = Math.max(0, first - overscan)
    const to = Math.min(total - 1, last + overscan)
    return { first: from, last: to, top: top - (first - from) * rowHeight }
  }
  const sight = sightAt(scrollTop)
  const { first, last } = sight

  useEffect(() => onLook(first, last), [onLook, first, last])

  const onScroll = ({ currentTarget }: UIEvent) => {
    const next = sightAt(currentTarget.scrollTop)
    if (next.first === first && next.last === last && next.top === sight.top) return
    // The question is under way while the rows that are held are drawn.
    if (next.first !== first || next.last !== last) onLook(next.first, next.last)
    // In the frame that is scrolled: React would draw it in the next one.
    flushSync(() => setScrollTop(currentTarget.scrollTop))
  }
  return {
    scroll,
    sight,
    viewport,
    page: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    onScroll,
  }
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
