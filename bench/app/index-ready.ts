import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { patienceMs } from './application.ts'

/** As `host/store-probe.ts` writes it: 1 where the index has every row. */
type State = { readonly at: number; readonly searched: 0 | 1; readonly sorted: 0 | 1 }

const statesIn = (file: string): readonly State[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    // The last line may be half written.
    .slice(0, -1)
    .map(line => JSON.parse(line))

const until = async (file: string, index: 'searched' | 'sorted'): Promise<number> => {
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    const states = statesIn(file)
    const lacking = states.findLastIndex(state => state[index] === 0)
    const whole = states[lacking + 1]
    if (whole) return whole.at
    await pause(20)
  }
  throw new Error(`The index is not whole: ${JSON.stringify(statesIn(file).at(-1))}`)
}

/** Since when the search index is whole, in ms since 1970 UTC; waits until it is. */
export const searchReadyAt = (file: string): Promise<number> => until(file, 'searched')

/** Waits for the indexes by which it is sorted too. */
export const allReady = async (file: string): Promise<void> => {
  await until(file, 'searched')
  await until(file, 'sorted')
}
