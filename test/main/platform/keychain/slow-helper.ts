// A helper that is ready only after `READY_AFTER_MS` (never when it is not a number), and ends at once where that is
// `dead`; then it answers everything with nothing found.
const after = process.env.READY_AFTER_MS
if (after === 'dead') process.exit(1)
const listen = () => {
  process.parentPort.on('message', () =>
    process.parentPort.postMessage({ kind: 'done', value: null }),
  )
  process.parentPort.postMessage({ kind: 'ready' })
}
if (Number(after) > 0) setTimeout(listen, Number(after))
else setInterval(() => {}, 60_000)
