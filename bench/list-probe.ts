/** What stands for a page's list, as CSS selectors. */
export type ListParts = {
  readonly search: string
  /** One for each row; its text is the name of the key. A row that has not come yet has none. */
  readonly nameCell: string
  readonly scroller: string
}

/** What a page has to show before a measurement ends. */
export type Expected = {
  /** Names of the first rows in order: all of them, or the first `comparedRows` of more. */
  readonly names: readonly string[]
  /** What stands in the search field. */
  readonly text: string
}

/** Times in ms from the event (key or click) to the end of the first frame that shows it. */
export type Painted = { readonly resultMs: number; readonly typedMs: number }

export type Fling = {
  /** Time from each frame to the next, in ms. */
  readonly frames: readonly number[]
  /** Tasks of 50 ms and more, in ms. */
  readonly longTasks: readonly number[]
  /** How long rows were lacking in sight, each time that some were, in ms. */
  readonly blanks: readonly number[]
  /** Frames in which rows were lacking, of all. */
  readonly blankFrames: number
}

/** What `page/list-probe.ts` puts into a page, for `drive-list.ts`. */
export type ListProbe = {
  /** Measures from the next key or click on, until the page shows what is expected. */
  readonly arm: (expected: Expected) => void
  /** Rejects with what is shown instead when 60 s have passed. */
  readonly painted: () => Promise<Painted>
  readonly fling: (px: number, ms: number) => Promise<Fling>
  /** To a share (0 to 1) of what can be scrolled; ms until rows of there fill what is in sight. */
  readonly jump: (share: number) => Promise<number>
  readonly scrollToEnd: () => void
  readonly scrollTop: () => number
  /** Names in sight, from the top. */
  readonly visible: () => readonly string[]
}

/** How many rows are compared: as many as are surely in sight in a window of 1280 x 800 px. */
export const comparedRows = 10
