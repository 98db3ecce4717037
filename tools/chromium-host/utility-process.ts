import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { utilityProcess as Electron, UtilityProcess } from 'electron'
import { createEmitter, implement, notImplemented } from './implement.ts'

type Options = NonNullable<Parameters<typeof Electron.fork>[2]>

const register = join(import.meta.dirname, 'register.ts')
const known: ReadonlySet<string> = new Set<keyof Options>([
  'serviceName',
  'env',
  'stdio',
  'execArgv',
  'cwd',
])

/** Electron's three streams, and Node's own channel behind them. */
const stdioOf = (stdio: Options['stdio'] = 'inherit'): StdioOptions => {
  const [input = 'ignore', output = 'inherit', errors = 'inherit'] =
    typeof stdio === 'string' ? ['ignore', stdio, stdio] : stdio
  // The three words of Electron are words of Node.
  return [input, output, errors, 'ipc'] as StdioOptions
}

const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

const forkProcess = (
  modulePath: string,
  parameters: readonly string[] = [],
  options: Options = {},
): UtilityProcess => {
  for (const key of Object.keys(options)) if (!known.has(key)) notImplemented(`ForkOptions.${key}`)
  const child = fork(modulePath, parameters, {
    execArgv: ['--import', register, ...(options.execArgv ?? [])],
    env: { ...(options.env ?? process.env), CLAVIGER_HOST_PROCESS: 'utility' },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdio: stdioOf(options.stdio),
    serialization: 'advanced',
  })
  children.add(child)
  const emitter = createEmitter('UtilityProcess', ['spawn', 'exit', 'message'])
  child.on('spawn', () => emitter.emit('spawn'))
  child.on('message', message => emitter.emit('message', message))
  child.on('error', error => process.stderr.write(`${modulePath}: ${error.message}\n`))
  let pid = child.pid
  child.on('exit', (code, signal) => {
    children.delete(child)
    pid = undefined
    // A killed process exits with the number of its signal, as Electron reports it.
    emitter.emit('exit', code ?? (signal ? constants.signals[signal] : 1))
  })
  return implement<UtilityProcess>(
    'UtilityProcess',
    {
      get pid() {
        return pid
      },
      stdout: child.stdout,
      stderr: child.stderr,
      kill: () => child.kill(),
      postMessage: (message, transfer) => {
        if (transfer?.length) notImplemented('UtilityProcess.postMessage with ports')
        // A message to a process that has gone is lost, as in Electron.
        if (child.connected) child.send(message, () => undefined)
      },
    },
    emitter,
  )
}

export const utilityProcess = implement<typeof Electron>('utilityProcess', { fork: forkProcess })
