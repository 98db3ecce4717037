import type { KeyService } from '../../tools/key-service.ts'
import type { Bench, Measure } from '../bench.ts'
import { type Figure, figure, median } from '../figure.ts'
import { openRawDownload } from '../raw-download.ts'
import { readInParts } from '../raw-shards.ts'
import { sizeName } from '../rows.ts'
import { serviceWith } from '../service.ts'
import { openSlowLink } from '../slow-link.ts'
import { type FirstSync, firstSync } from './first-sync.ts'

const roundTripMs = 100

/** A floor and the application's first sync, one after the other. */
type Pair = { readonly floorMs: number; readonly sync: FirstSync }

const repeat = async (
  bench: Bench,
  floor: () => Promise<number>,
  sync: () => Promise<FirstSync>,
): Promise<readonly Pair[]> => {
  const pairs: Pair[] = []
  await floor()
  for (let times = 0; times < bench.repetitions; times += 1) {
    const pair = { floorMs: await floor(), sync: await sync() }
    pairs.push(pair)
    bench.log(`first sync ${Math.round(pair.sync.fullMs)} ms, floor ${Math.round(pair.floorMs)} ms`)
  }
  return pairs
}

const nearby = async (bench: Bench, service: KeyService, count: number) => {
  const raw = await openRawDownload(service)
  bench.onClose(raw.close)
  const pairs = await repeat(bench, raw.measure, () => firstSync(bench, service, count))
  return figuresNearby(sizeName(count), pairs, `${(raw.bytes / 1e6).toFixed(1)} MB of JSON`)
}

const figuresNearby = (at: string, pairs: readonly Pair[], note: string): readonly Figure[] => {
  const floors = pairs.map(({ floorMs }) => floorMs)
  const ratioTo = { name: 'raw download and parse', value: median(floors) }
  const of = (pick: (sync: FirstSync) => number) => pairs.map(({ sync }) => pick(sync))
  return [
    figure(
      'fullSyncMs',
      at,
      'ms',
      of(sync => sync.fullMs),
      { ratioTo, limit: { most: 3 }, note },
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
      {
        ...{ ratioTo, limit: { most: 8 } },
      },
    ),
    figure(
      'mainBlockedMs',
      at,
      'ms',
      of(sync => sync.blockedMs),
      { limit: { most: 50 } },
    ),
    figure('rawDownloadMs', at, 'ms', floors),
  ]
}

const faraway = async (bench: Bench, service: KeyService, count: number) => {
  const { url, close } = await openSlowLink(service.url, roundTripMs)
  bench.onClose(close)
  const pairs = await repeat(
    bench,
    () => readInParts(service, url, count),
    () => firstSync(bench, service, count, url),
  )
  const at = `${sizeName(count)}, ${roundTripMs} ms more a round trip`
  const floors = pairs.map(({ floorMs }) => floorMs)
  const ratioTo = { name: 'bare read in 8 parts', value: median(floors) }
  const of = pairs.map(({ sync }) => sync.fullMs)
  return [figure('fullSyncMs', at, 'ms', of, { ratioTo, limit: { most: 1.5 } })]
}

export const measure: Measure = async bench => {
  const count = bench.size(100_000)
  const service = await serviceWith(bench, count)
  return [...(await nearby(bench, service, count)), ...(await faraway(bench, service, count))]
}
