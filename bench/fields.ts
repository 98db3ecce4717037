import type { Measure } from './bench.ts'

type Load = () => Promise<Measure>

/** Every field, in the order in which it is measured: what changes keys of the service comes last. */
export const fields: Readonly<Record<string, Load>> = {
  openToRows: async () => (await import('./app/open.ts')).measure,
  pageToRows: async () => (await import('./app/page.ts')).measure,
  keystroke: async () => (await import('./app/keystroke.ts')).measure,
  sort: async () => (await import('./app/sort.ts')).measure,
  scroll: async () => (await import('./app/scroll.ts')).measure,
  rendererHeap: async () => (await import('./app/heap.ts')).measure,
  mainRss: async () => (await import('./app/rss.ts')).measure,
  firstSync: async () => (await import('./app/first-syncs.ts')).measure,
  service: async () => (await import('./service/measure.ts')).measure,
  deltaSync: async () => (await import('./app/delta.ts')).measure,
  create: async () => (await import('./app/create.ts')).measure,
}
