import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { end } from '../../tools/child.ts'
import { hostCommand } from '../../tools/host.ts'
import { pageCode } from '../page-code.ts'
import { attachTo, type DevTools } from './devtools.ts'

const root = resolve(import.meta.dirname, '../..')
const patienceMs = 60_000

export type TimedStart = {
  /** Ms from the start of the program to the end of the frame that shows the first rows. */
  readonly openMs: number
  /** The part of it that is the page's: from its navigation on. */
  readonly pageMs: number
}

type Program = {
  /** Main's script. */
  readonly main: string
  readonly dataFolder: string
  readonly env: NodeJS.ProcessEnv
  /** CSS selector of what has to show a text. */
  readonly rows: string
}

/** Starts a program on the host that this machine has, waits for its first rows, and asks it to quit. */
export const timedStart = async (program: Program): Promise<TimedStart> => {
  const deadline = AbortSignal.timeout(patienceMs)
  const port = await freePort()
  const { command, args } = hostCommand('test')
  const switches = [`--user-data-dir=${program.dataFolder}`, `--remote-debugging-port=${port}`]
  const startedAt = performance.timeOrigin + performance.now()
  const child = spawn(command, [...args, program.main, ...switches], {
    cwd: root,
    env: program.env,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  try {
    const devTools = await attachTo(port, deadline)
    const { paintedAt, pageMs } = await firstRows(devTools, program.rows, deadline)
    devTools.close()
    return { openMs: paintedAt - startedAt, pageMs }
  } finally {
    await quit(child)
  }
}

type Painted = { readonly paintedAt: number; readonly pageMs: number }

const firstRows = (devTools: DevTools, rows: string, deadline: AbortSignal): Promise<Painted> =>
  new Promise((done, fail) => {
    deadline.addEventListener('abort', () => fail(new Error(`No ${rows} in ${patienceMs} ms`)))
    devTools.on(({ method, params }) => {
      if (method === 'Target.attachedToTarget' && typeof params?.sessionId === 'string') {
        const source = pageCode('mark-rows', rows)
        devTools.send('Runtime.enable', {}, params.sessionId)
        devTools.send('Runtime.addBinding', { name: 'rowsPainted' }, params.sessionId)
        devTools.send('Page.enable', {}, params.sessionId)
        devTools.send('Page.addScriptToEvaluateOnNewDocument', { source }, params.sessionId)
      }
      if (method === 'Runtime.bindingCalled' && typeof params?.payload === 'string')
        done(JSON.parse(params.payload))
    })
    const filter = [{ type: 'page' }]
    const how = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter }
    devTools.send('Target.setAutoAttach', how)
  })

/** As the system does at log-out: a start after a crash is another one. */
const quit = async (child: ChildProcess): Promise<void> => {
  const stuck = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await end(child, 'SIGTERM')
  clearTimeout(stuck)
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}
