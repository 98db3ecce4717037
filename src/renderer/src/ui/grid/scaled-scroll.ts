/** Chromium clamps an element's height at 2^25 px: about 838,000 rows of 40 px. */
const tallest = 30_000_000

type ScaledScroll = {
  /** Height to give the scrolled element, in px. */
  readonly height: number
  /** Rows in sight at a scroll position: `first` and `last` are indexes, `top` is the y of row `first`. */
  readonly at: (scrollTop: number) => {
    readonly first: number
    readonly last: number
    readonly top: number
  }
  /** The nearest scroll position at which row `index` is wholly in sight. */
  readonly reveal: (index: number, scrollTop: number) => number
}

/**
 * Scrolling over any number of rows of one height. Beyond what a browser can lay out, one scrolled pixel stands for
 * more than one pixel of rows, so that the first and the last row are both reached. Sizes in px.
 */
export const scaledScroll = (rows: number, rowHeight: number, viewport: number): ScaledScroll => {
  const full = rows * rowHeight
  const height = Math.min(full, tallest)
  const reach = Math.max(0, height - viewport)
  const scale = reach === 0 ? 1 : (full - viewport) / reach
  const within = (scrollTop: number) => Math.min(Math.max(0, scrollTop), reach)

  return {
    height,
    at: scrollTop => {
      const offset = within(scrollTop) * scale
      const first = Math.min(Math.floor(offset / rowHeight), Math.max(0, rows - 1))
      const last = Math.min(Math.ceil((offset + viewport) / rowHeight), rows) - 1
      return {
        first,
        last: Math.max(first, last),
        top: within(scrollTop) + first * rowHeight - offset,
      }
    },
    reveal: (index, scrollTop) => {
      const offset = within(scrollTop) * scale
      const top = index * rowHeight
      if (top < offset) return within(top / scale)
      const bottom = top + rowHeight - viewport
      return bottom > offset ? within(bottom / scale) : within(scrollTop)
    },
  }
}
