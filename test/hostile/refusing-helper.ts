import { causeOf } from '../../src/main/platform/keychain/causes.ts'

// In the place of the keychain's helper: it answers every question with the words of `KEYCHAIN_SAYS`, as macOS and
// Windows say them, or dies of SIGSEGV where there are none.
process.parentPort.on('message', () => {
  const words = process.env.KEYCHAIN_SAYS
  if (words === undefined) process.kill(process.pid, 'SIGSEGV')
  else process.parentPort.postMessage({ kind: 'failed', cause: causeOf(words) })
})
process.parentPort.postMessage({ kind: 'ready' })
