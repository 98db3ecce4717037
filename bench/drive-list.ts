import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import type { Expected, Fling, ListParts, ListProbe, Painted } from './list-probe.ts'

/** How one list is operated. Headings are named as the application's: `Name`, `Created`, ... */
export type ListAdapter = ListParts & {
  /** Clicks the heading of the column, once. */
  readonly sortBy: (page: Page, heading: string) => Promise<void>
}

/** One key of a query that is being typed, and what the list shows of it. */
export type Stroke = Expected & {
  /** As Playwright names it: `a`, `Backspace`. */
  readonly key: string
}

export type StrokeTime = Painted & {
  /** Time that the page's thread was busy with it, in ms. */
  readonly taskMs: number
  /** False where the list shows the same first rows as before: nothing tells when it was painted. */
  readonly distinct: boolean
}

export type ListDriver = {
  /**
   * Types into the search field key by key, each when the one before is painted and `paceMs` (100) have passed. The
   * list must stand at its top, in the order that `expected` is in.
   */
  readonly type: (
    strokes: readonly Stroke[],
    options?: { readonly paceMs?: number },
  ) => Promise<readonly StrokeTime[]>
  /** Empties the search field and waits until the list shows `names` first. */
  readonly clear: (names: readonly string[]) => Promise<void>
  /** Clicks a heading; ms until the list shows `names` first. `text` is what stands in the search field. */
  readonly sort: (heading: string, names: readonly string[], text?: string) => Promise<number>
  /** Scrolls down by `px` (200,000) within `ms` (3,000), fast at first, from wherever the list is. */
  readonly fling: (px?: number, ms?: number) => Promise<Fling>
  readonly jump: (share: number) => Promise<number>
  /** Whether the last row, of this name, is in sight at last: by the wheel, the scrollbar or the End key. */
  readonly reachesLast: (way: 'wheel' | 'bar' | 'End', name: string) => Promise<boolean>
  readonly visible: () => Promise<readonly string[]>
}

declare const listProbe: ListProbe

const probeFile = join(import.meta.dirname, 'page', 'list-probe.ts')

/** Puts the probe into a page that shows its list, and operates it with real keys and clicks. */
export const driveList = async (page: Page, adapter: ListAdapter): Promise<ListDriver> => {
  const { sortBy, ...parts } = adapter
  const source = stripTypeScriptTypes(await readFile(probeFile, 'utf8')).replace('export ', '')
  await page.evaluate(`globalThis.listProbe = (() => { ${source}; return createProbe })()(
    ${JSON.stringify(parts)})`)
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Performance.enable')
  const measure = async (expected: Expected, act: () => Promise<unknown>): Promise<Painted> => {
    await page.evaluate(wanted => listProbe.arm(wanted), expected)
    await act()
    return page.evaluate(() => listProbe.painted())
  }
  return {
    type: async (strokes, { paceMs = 100 } = {}) => {
      await page.locator(adapter.search).focus()
      const times: StrokeTime[] = []
      for (const { key, ...expected } of strokes) {
        const distinct = !same(expected.names, await firstNames(page, expected.names.length))
        const busyBefore = await busyMs(devTools)
        const painted = await measure(expected, () => page.keyboard.press(key))
        times.push({ ...painted, distinct, taskMs: (await busyMs(devTools)) - busyBefore })
        await pause(paceMs)
      }
      return times
    },
    clear: async names => {
      await page.locator(adapter.search).focus()
      await page.keyboard.press('ControlOrMeta+A')
      await measure({ names, text: '' }, () => page.keyboard.press('Backspace'))
    },
    sort: async (heading, names, text = '') =>
      (await measure({ names, text }, () => sortBy(page, heading))).resultMs,
    fling: (px = 200_000, ms = 3000) =>
      page.evaluate(way => listProbe.fling(way.px, way.ms), { px, ms }),
    jump: share => page.evaluate(where => listProbe.jump(where), share),
    reachesLast: async (way, name) => {
      await toEnd(page, adapter, way)
      return isLast(page, name)
    },
    visible: () => page.evaluate(() => listProbe.visible()),
  }
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index])

const firstNames = async (page: Page, count: number): Promise<readonly string[]> =>
  page.evaluate(atMost => listProbe.visible().slice(0, Math.max(1, atMost)), count)

const busyMs = async (devTools: CDPSession): Promise<number> => {
  const { metrics } = await devTools.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
}

const toEnd = async (page: Page, { scroller }: ListParts, way: 'wheel' | 'bar' | 'End') => {
  if (way === 'bar') return page.evaluate(() => listProbe.scrollToEnd())
  if (way === 'End') return page.locator(scroller).press('End')
  await page.locator(scroller).hover()
  let [before, after] = [-1, 0]
  while (before !== after) {
    before = after
    await page.mouse.wheel(0, 2_000_000)
    await page.evaluate(() => new Promise(done => setTimeout(done, 60)))
    after = await page.evaluate(() => listProbe.scrollTop())
  }
}

const isLast = async (page: Page, name: string): Promise<boolean> => {
  const deadline = performance.now() + 5000
  while (performance.now() < deadline) {
    if ((await page.evaluate(() => listProbe.visible())).at(-1) === name) return true
    await pause(50)
  }
  return false
}

/** MB of the page's JavaScript, after two forced collections. */
export const heapMB = async (page: Page): Promise<number> => {
  const devTools = await page.context().newCDPSession(page)
  for (let times = 0; times < 2; times += 1) await devTools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  await devTools.detach()
  return usedSize / 1e6
}

/** The pages of `bench/peers`. AG Grid has its own elements. */
export const peerList: ListAdapter = {
  search: 'input[aria-label="Search"]',
  nameCell: '[data-name], .ag-cell[col-id="name"]',
  scroller: '[data-scroller], .ag-grid-viewport',
  sortBy: async (page, heading) => {
    const button = page.getByRole('button', { name: heading, exact: true })
    const header = page.getByRole('columnheader', { name: heading, exact: true })
    await ((await button.count()) > 0 ? button : header).click()
  },
}

/** The application's list of keys. */
export const applicationList: ListAdapter = {
  search: 'input[aria-label="Filter keys"]',
  nameCell: '[role="grid"] [data-index] [aria-colindex="1"] bdi',
  scroller: '[role="grid"]',
  sortBy: (page, heading) =>
    page.getByRole('grid').getByRole('button', { name: heading, exact: true }).click(),
}
