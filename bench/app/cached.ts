import type { Bench } from '../bench.ts'
import { sizeName } from '../rows.ts'
import { serviceWith } from '../service.ts'
import { firstSync } from './first-sync.ts'

/**
 * Data of an application that has `count` keys of a service that runs: brought by itself. What several fields use is as
 * the rows are; who changes a key takes a copy.
 */
export const cachedWith = (bench: Bench, count: number): Promise<string> =>
  bench.once(`cached ${count}`, async () => {
    const { dataFolder, fullMs } = await firstSync(bench, await serviceWith(bench, count), count)
    bench.log(`an application has ${sizeName(count)} keys, after ${Math.round(fullMs)} ms`)
    return dataFolder
  })
