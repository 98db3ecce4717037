import type { Bench, Measure } from '../bench.ts'
import { type Figure, figure, quantile } from '../figure.ts'
import { benchRows, sizeName } from '../rows.ts'
import { type List, withLists } from './lists.ts'

const frameMs = 1000 / 60
/** Where to, as shares of the list. */
const jumps = [0.5, 0.1, 0.9, 0.3, 0.7, 0.25, 0.75, 0.05, 0.95, 0.6] as const
const px = 200_000

type Scrolled = {
  readonly framesP95: number
  readonly over50: number
  readonly blankP95: number
  readonly jumpP95: number
}

const scrollOnce = async ({ page, driver }: List): Promise<Scrolled> => {
  await page.bringToFront()
  await driver.jump(0.2)
  const { frames, blanks } = await driver.fling(px)
  const times: number[] = []
  for (const share of jumps) times.push(await driver.jump(share))
  return {
    framesP95: quantile(frames, 0.95),
    over50: frames.filter(ms => ms > 50).length,
    blankP95: blanks.length === 0 ? 0 : quantile(blanks, 0.95),
    jumpP95: quantile(times, 0.95),
  }
}

const ways = ['wheel', 'bar', 'End'] as const

/** How many of the ways reach the last row. */
const waysToEnd = async ({ driver }: List, count: number): Promise<number> => {
  const [oldest] = benchRows(count)
  let reached = 0
  for (const way of ways) {
    await driver.jump(0)
    if (await driver.reachesLast(way, oldest?.name ?? '')) reached += 1
  }
  return reached
}

const measureAt = (bench: Bench, count: number): Promise<readonly Figure[]> =>
  withLists(bench, count, [], async ([list]) => {
    if (!list) throw new Error('No list')
    const runs: Scrolled[] = []
    for (let times = 0; times < bench.repetitions; times += 1) runs.push(await scrollOnce(list))
    const of = (pick: (run: Scrolled) => number) => runs.map(pick)
    const at = sizeName(count)
    const reached = await waysToEnd(list, count)
    return [
      // A frame's time is told to a tenth of a millisecond, and comes early or late by as much.
      figure(
        'scrollFrameMs',
        at,
        'ms',
        of(run => run.framesP95),
        { limit: { most: 16.8 } },
      ),
      figure(
        'scrollFramesOver50',
        at,
        'frames',
        of(run => run.over50),
        { limit: { most: 0 } },
      ),
      figure(
        'scrollBlankMs',
        at,
        'ms',
        of(run => run.blankP95),
        { limit: { most: 2 * frameMs } },
      ),
      figure(
        'jumpMs',
        at,
        'ms',
        of(run => run.jumpP95),
        { limit: { most: 50 } },
      ),
      figure('lastRowReached', at, 'ways', [reached], {
        limit: { least: ways.length },
        note: 'by the wheel, by the scrollbar, by the End key',
      }),
    ]
  })

export const measure: Measure = async bench => {
  const figures: Figure[] = []
  for (const count of bench.sizes(100_000, 1_000_000))
    figures.push(...(await measureAt(bench, count)))
  return figures
}
