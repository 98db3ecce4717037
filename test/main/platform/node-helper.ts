import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ForkHelper } from '../../../src/main/platform/utility-process.ts'

const parentPort = new URL('parent-port.ts', import.meta.url).href

export type NodeHelpers = {
  readonly fork: ForkHelper
  /** Every process that was started, oldest first. */
  readonly children: readonly ChildProcess[]
  readonly stop: () => void
}

/** Runs the program `file` by Node as Electron runs it in a utility process. */
export const nodeHelpers = (file: URL, env: NodeJS.ProcessEnv = process.env): NodeHelpers => {
  const children: ChildProcess[] = []
  return {
    children,
    stop: () => {
      for (const child of children) child.kill('SIGKILL')
    },
    fork: (args = []) => {
      const child = fork(fileURLToPath(file), [...args], {
        env,
        execArgv: ['--import', parentPort],
        stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
      })
      children.push(child)
      return {
        post: message => void child.send(message as object, () => {}),
        onMessage: listen => void child.on('message', listen),
        onOutput: listen => void child.stdout?.on('data', listen),
        onExit: listen => void child.once('exit', () => listen()),
        kill: () => void child.kill(),
      }
    },
  }
}
