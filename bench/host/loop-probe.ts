/**
 * Put before main's script by `--import`: writes down when and for how long main's thread did nothing else, in ms, to
 * the file that CLAVIGER_BENCH_LOOP names, a line each.
 */
import { appendFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env.CLAVIGER_BENCH_LOOP
const everyMs = 5
const worthMs = 5

if (file && isMainThread) {
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    const blocked = now - last - everyMs
    last = now
    if (blocked >= worthMs) appendFileSync(file, `${performance.timeOrigin + now} ${blocked}\n`)
  }, everyMs).unref()
}
