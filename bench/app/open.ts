import { mkdtempSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Bench, Measure } from '../bench.ts'
import { applicationList } from '../drive-list.ts'
import { figure, median } from '../figure.ts'
import { type TimedStart, timedStart } from '../host/timed-start.ts'
import { sizeName } from '../rows.ts'
import { cachedWith } from './cached.ts'

const root = resolve(import.meta.dirname, '../..')
const main = join(root, 'out/main/index.js')
const bareMain = join(root, 'bench/bare-window/main.cjs')

type Start = () => Promise<TimedStart>

const startOf = async (bench: Bench, count: number): Promise<Start> => {
  const dataFolder = await cachedWith(bench, count)
  const env = await bench.environment()
  return () => timedStart({ main, dataFolder, env, rows: applicationList.nameCell })
}

const bareStart = async (bench: Bench): Promise<Start> => {
  const dataFolder = mkdtempSync(join(bench.folder, 'bare-'))
  const env = await bench.environment()
  return () => timedStart({ main: bareMain, dataFolder, env, rows: '[data-name]' })
}

export const measure: Measure = async bench => {
  const sizes = bench.sizes(1000, 100_000, 1_000_000)
  const bare = await bareStart(bench)
  const starts: Start[] = []
  for (const size of sizes) starts.push(await startOf(bench, size))
  const bareMs: number[] = []
  const ms = sizes.map((): number[] => [])
  // The first start of each finds nothing in the system's caches.
  for (const start of [bare, ...starts]) await start()
  for (let times = 0; times < bench.repetitions; times += 1) {
    bareMs.push((await bare()).openMs)
    for (const [index, start] of starts.entries()) ms[index]?.push((await start()).openMs)
    const last = [bareMs, ...ms].map(times => Math.round(times.at(-1) ?? 0))
    bench.log(`bare window, then starts of the application: ${last.join(', ')} ms`)
  }
  const ratioTo = { name: 'bare window', value: median(bareMs) }
  const [small = [], large = []] = [ms[0], ms.at(-1)]
  const largest = sizeName(sizes.at(-1) ?? 0)
  return [
    ...sizes.map((size, index) =>
      figure('openToRowsMs', sizeName(size), 'ms', ms[index] ?? [], {
        ratioTo,
        limit: { most: 1.5 },
      }),
    ),
    figure('openToRowsMs', largest, 'ms', large, {
      ratioTo: { name: '1k', value: median(small) },
      limit: { most: 1.2 },
    }),
    figure('bareWindowMs', '', 'ms', bareMs),
  ]
}
