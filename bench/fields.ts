import type { Measure } from './bench.ts'

type Load = () => Promise<Measure>

/** Every field, in the order in which it is measured: what changes keys comes last. */
export const fields: Readonly<Record<string, Load>> = {
  firstSync: async () => (await import('./app/first-syncs.ts')).measure,
}
