import type { Measure } from '../bench.ts'
import { figure } from '../figure.ts'
import { sizeName } from '../rows.ts'
import { serviceWith } from '../service.ts'
import { type FirstSync, firstSync } from './first-sync.ts'

export const measure: Measure = async bench => {
  const count = bench.size(100_000)
  const service = await serviceWith(bench, count)
  const syncs: FirstSync[] = []
  for (let times = 0; times < bench.repetitions; times += 1) {
    syncs.push(await firstSync(bench, service, count))
    bench.log(JSON.stringify(syncs.at(-1)))
  }
  const at = sizeName(count)
  const of = (pick: (sync: FirstSync) => number) => syncs.map(pick)
  return [
    figure(
      'fullSyncMs',
      at,
      'ms',
      of(sync => sync.fullMs),
    ),
    figure(
      'firstRowsMs',
      at,
      'ms',
      of(sync => sync.firstRowsMs),
      { limit: { most: 300 } },
    ),
    figure(
      'searchReadyMs',
      at,
      'ms',
      of(sync => sync.searchReadyMs),
    ),
    figure(
      'mainBlockedMs',
      at,
      'ms',
      of(sync => sync.blockedMs),
      { limit: { most: 50 } },
    ),
  ]
}
