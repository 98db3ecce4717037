import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Measure } from '../bench.ts'
import { applicationList, peerList } from '../drive-list.ts'
import { figure, median } from '../figure.ts'
import { pageCode } from '../page-code.ts'
import { withApplication } from './application.ts'
import { cachedWith } from './cached.ts'
import { openPeer } from './lists.ts'

const painted = 'performance.getEntriesByName("rows-painted")[0]?.startTime'

/** Loads the page anew; ms from its navigation to the end of the frame that shows the first rows. */
const reload = async (page: Page): Promise<number> => {
  await page.bringToFront()
  await page.reload({ waitUntil: 'commit' })
  for (;;) {
    // Not by waitForFunction, which the page's policy forbids.
    const ms = await page.evaluate<number | undefined>(painted)
    if (ms !== undefined) return ms
    await pause(50)
  }
}

/** More than of what takes longer: one reload is short. */
const times = 3

export const measure: Measure = async bench =>
  withApplication(bench, await cachedWith(bench, 1000), async ({ page }) => {
    const bare = await openPeer(bench, 'bare-rows', 1000)
    await page.addInitScript(pageCode('mark-rows', applicationList.nameCell))
    await bare.addInitScript(pageCode('mark-rows', peerList.nameCell))
    for (const one of [page, bare]) await reload(one)
    const [own, floor]: [number[], number[]] = [[], []]
    for (let done = 0; done < bench.repetitions * times; done += 1) {
      floor.push(await reload(bare))
      own.push(await reload(page))
    }
    await bare.context().close()
    return [
      figure('pageToRowsMs', '1k', 'ms', own, {
        ratioTo: { name: 'bare page', value: median(floor) },
        limit: { most: 3 },
      }),
      figure('pageToRowsMs of bare page', '1k', 'ms', floor),
    ]
  })
