import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { end } from './child.ts'
import { hostCommand } from './host.ts'

const root = resolve(import.meta.dirname, '..')
const startMs = 30_000

export type LaunchOptions = {
  readonly dataFolder: string
  readonly env: NodeJS.ProcessEnv
}

/** The built application, running, with Playwright attached to its window. */
export type RunningApplication = {
  readonly page: Page
  readonly process: ChildProcess
  /** Address of its DevTools (`ws:`), for whoever attaches anew. */
  readonly endpoint: string
  /** Everything it wrote to its standard streams so far. */
  readonly output: () => string
  /** Asks it to quit, as the system does at log-out, and waits until it is gone. */
  readonly quit: () => Promise<void>
  /** Ends it at once, as a crash would. */
  readonly crash: () => Promise<void>
}

/** Starts the application on whatever host this machine has and attaches over the DevTools protocol. */
export const launchApplication = async (options: LaunchOptions): Promise<RunningApplication> => {
  const { child, output } = start(options)
  const endpoint = await endpointOf(child, output)
  const browser = await chromium.connectOverCDP(endpoint)
  const gone = async (signal: NodeJS.Signals) => {
    await end(child, signal)
    await browser.close()
  }
  return {
    page: await pageOf(browser),
    process: child,
    endpoint,
    output,
    quit: () => gone('SIGTERM'),
    crash: () => gone('SIGKILL'),
  }
}

/** The built application, running, with nobody attached to its window. */
export type PlainApplication = {
  readonly process: ChildProcess
  /** Whether its window is the one that the keyboard goes to. Playwright tells every page that it is. */
  readonly hasFocus: () => Promise<boolean>
  readonly crash: () => Promise<void>
}

export const launchPlain = async (options: LaunchOptions): Promise<PlainApplication> => {
  const { child, output } = start(options)
  const { host } = new URL(await endpointOf(child, output))
  return { process: child, hasFocus: () => pageHasFocus(host), crash: () => end(child, 'SIGKILL') }
}

/** Starts it once more on the same data, as a second click on its icon does; answers its exit code. */
export const launchAgain = async (
  options: LaunchOptions,
  args: readonly string[] = [],
): Promise<number | null> => {
  const { child } = start(options, args)
  const [code] = await once(child, 'exit')
  return code
}

const start = ({ dataFolder, env }: LaunchOptions, more: readonly string[] = []) => {
  const { command, args } = hostCommand('test')
  const switches = [`--user-data-dir=${dataFolder}`, '--remote-debugging-port=0', ...more]
  const child = spawn(command, [...args, resolve(root, 'out/main/index.js'), ...switches], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', chunk => {
      output += chunk
    })
  }
  return { child, output: () => output }
}

const endpointOf = async (child: ChildProcess, output: () => string): Promise<string> => {
  const deadline = AbortSignal.timeout(startMs)
  while (!deadline.aborted && child.exitCode === null) {
    const found = /DevTools listening on (ws:\/\/\S+)/.exec(output())?.[1]
    if (found) return found
    const stderr = child.stderr
    if (stderr) await once(stderr, 'data', { signal: deadline }).catch(() => undefined)
  }
  child.kill('SIGKILL')
  throw new Error(`The application did not start:\n${output()}`)
}

const ours = /^(app:\/\/claviger|https:\/\/claviger\.app\.invalid)\//

/** Electron tells its address before there is a window, and a window is blank before it is ours. */
const pageOf = async (browser: Browser): Promise<Page> => {
  const [context] = browser.contexts()
  if (!context) throw new Error('The application has no window')
  const known = context.pages()
  const page = known.find(one => ours.test(one.url())) ?? known[0]
  const first = page ?? (await context.waitForEvent('page', { timeout: startMs }))
  await first.waitForURL(ours, { timeout: startMs })
  return first
}

type Target = { readonly url: string; readonly webSocketDebuggerUrl: string }

const pageHasFocus = async (host: string): Promise<boolean> => {
  // DevTools' own list of what is open.
  const targets = (await (await fetch(`http://${host}/json/list`)).json()) as readonly Target[]
  const target = targets.find(({ url }) => ours.test(url))
  if (!target) return false
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await once(socket, 'open')
  const params = { expression: 'document.hasFocus()' }
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
  const [{ data }] = await once(socket, 'message')
  socket.close()
  return JSON.parse(data).result.result.value === true
}
