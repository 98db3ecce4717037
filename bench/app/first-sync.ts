import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyService } from '../../tools/key-service.ts'
import type { Bench } from '../bench.ts'
import { readyToConnect, withApplication } from './application.ts'
import { allReady, searchReadyAt } from './index-ready.ts'
import { syncTimes, watchSync } from './watch-sync.ts'

/** In ms, from when the page was told that the read runs. */
export type FirstSync = {
  readonly firstRowsMs: number
  readonly fullMs: number
  readonly searchReadyMs: number
  /** Longest time in which main's thread did nothing else, until the search index was ready. */
  readonly blockedMs: number
  /** The application's data, as it left them when it quit. */
  readonly dataFolder: string
}

const probes = ['loop', 'store'].map(
  name => `--import=${new URL(`../host/${name}-probe.ts`, import.meta.url).href}`,
)

/** The application connects for the first time to a service with `count` keys, reached at `url`, and quits. */
export const firstSync = async (
  bench: Bench,
  service: KeyService,
  count: number,
  url = service.url,
): Promise<FirstSync> => {
  const dataFolder = mkdtempSync(join(bench.folder, 'data-'))
  const loopFile = `${dataFolder}-loop`
  const storeFile = `${dataFolder}-store`
  for (const file of [loopFile, storeFile]) writeFileSync(file, '')
  const files = { CLAVIGER_BENCH_LOOP: loopFile, CLAVIGER_BENCH_STORE: storeFile }
  const env = { NODE_OPTIONS: probes.join(' '), ...files }
  return withApplication(
    bench,
    dataFolder,
    async ({ page }) => {
      const save = await readyToConnect(page, service, url)
      await watchSync(page, count)
      await save.click()
      const { startedAt, firstRowsAt, listedAt } = await syncTimes(page)
      const readyAt = Math.max(listedAt, await searchReadyAt(storeFile))
      await allReady(storeFile)
      return {
        firstRowsMs: firstRowsAt - startedAt,
        fullMs: listedAt - startedAt,
        searchReadyMs: readyAt - startedAt,
        blockedMs: longestBlocked(loopFile, startedAt, readyAt),
        dataFolder,
      }
    },
    env,
  )
}

const longestBlocked = (file: string, from: number, to: number): number =>
  Math.max(
    0,
    ...readFileSync(file, 'utf8')
      .split('\n')
      .map(line => line.split(' ').map(Number))
      .map(([at = 0, ms = 0]) => (at >= from && at - ms <= to ? ms : 0)),
  )
