import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

export const isAlive = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null

/** Sends `signal` and waits until the child is gone; resolves at once when it is gone already. */
export const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (!isAlive(child)) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
