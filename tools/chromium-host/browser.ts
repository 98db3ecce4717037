import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { type Connection, connect, type Protocol, type Session } from './connection.ts'
import { findChromium } from './find-chromium.ts'
import { hasSwitch, switchValue } from './switches.ts'

export type Browser = Connection & {
  /** Opens a window without browser chrome and answers its target id. */
  readonly openWindow: () => Promise<string>
  /** Prints `DevTools listening on …`, as Chromium itself does; there is a page now. */
  readonly passAddressOn: () => void
  /** Ends Chromium and waits until it is gone and its profile is removed. */
  readonly quit: () => Promise<void>
}

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-client-side-phishing-detection',
  '--disable-breakpad',
  '--disable-search-engine-choice-screen',
  '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,GlobalMediaControls',
  // Chromium keeps nothing here that deserves the user's keyring.
  '--password-store=basic',
  '--use-mock-keychain',
  // The root warning bar would cover the application.
  '--test-type',
  // The page has no network: whatever the host does not answer itself must not be answered.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // Nor does WebRTC, which asks no request handler, find a way: not by UDP, and by TCP only to where nothing listens.
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--proxy-server=127.0.0.1:1',
  '--proxy-bypass-list=<-loopback>',
] as const

const preferences = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  translate: { enabled: false },
  browser: { has_seen_welcome_page: true },
}

/**
 * Attaches to a new target and waits until its first page is there: a navigation that comes before
 * the first has committed can be left undone.
 */
export const attach = async (connection: Connection, targetId: string): Promise<Session> => {
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true })
  const session = connection.session(sessionId)
  const committed = new Promise<void>(resolve => {
    const stop = session.on('Page.frameNavigated', () => {
      stop()
      resolve()
    })
  })
  await session.send('Page.enable')
  const { frameTree } = await session.send('Page.getFrameTree')
  if (frameTree.frame.url === '' || frameTree.frame.url === ':') await committed
  return session
}

const isHeadless = (): boolean => hasSwitch('headless')

const browserArguments = (profile: string): readonly string[] => [
  ...flags,
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...(isHeadless() ? ['--headless=new'] : []),
  `--user-data-dir=${profile}`,
]

// A busy machine takes its time; only a Chromium that hangs is killed.
const stuckMs = 10_000

const createProfile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'claviger-chromium-'))
  mkdirSync(join(folder, 'Default'), { mode: 0o700 })
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  return folder
}

const blankPage = () =>
  `data:text/html,<meta name=color-scheme content="light dark">${randomUUID()}`

// What Chromium needs to put `org.chromium.Chromium.XXXXXX/SingletonSocket` below a folder: 45 of the 107 characters
// that a socket's path may have. In a longer folder it would crash.
const longestForSocket = 107 - 45

// What Chromium forgets to remove goes with the profile: the folder of its socket, and the dump of a page that crashed,
// which may hold what the page showed and is written in spite of --disable-breakpad.
const browserEnvironment = (profile: string): NodeJS.ProcessEnv => ({
  ...process.env,
  BREAKPAD_DUMP_LOCATION: profile,
  ...(profile.length <= longestForSocket && { TMPDIR: profile }),
})

// A parent shell removes the profile whatever ends Chromium, also when this process was killed.
const underJanitor = (program: string, profile: string, parameters: readonly string[]) =>
  process.platform === 'win32'
    ? { file: program, parameters }
    : {
        file: '/bin/sh',
        parameters: [
          '-c',
          // A signal waits until Chromium has ended; PIPE comes of telling, to nobody, that it crashed.
          // Its helpers, and the dump of a crash, may still be written then: what comes in between fails the removal.
          'trap : HUP INT TERM PIPE; profile=$1; shift; "$@"; ' +
            'for pause in 0 1 2 4; do sleep $pause; rm -rf -- "$profile" && break; done',
          'sh',
          profile,
          program,
          ...parameters,
        ],
      }

const launch = (program: string, profile: string, firstPage: string): ChildProcess => {
  const port = hasSwitch('remote-debugging-port')
    ? [`--remote-debugging-port=${switchValue('remote-debugging-port')}`]
    : []
  const { file, parameters } = underJanitor(program, profile, [
    ...browserArguments(profile),
    ...port,
    '--remote-debugging-pipe',
    `--app=${firstPage}`,
  ])
  return spawn(file, parameters, {
    // Its own group: Ctrl+C in the terminal is for the application, which then ends Chromium.
    detached: process.platform !== 'win32',
    env: browserEnvironment(profile),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
}

type Errors = { readonly text: () => string; readonly passAddressOn: () => void }

/**
 * Chromium is talkative. One line is for the tools that wait for it, and is held back until there
 * is a page to attach to; the rest explains a failure.
 */
const watchErrors = (child: ChildProcess): Errors => {
  let tail = ''
  let state: 'held' | 'wanted' | 'told' = 'held'
  const tell = () => {
    const address = /DevTools listening on \S+\n/.exec(tail)
    if (state !== 'wanted' || !address) return
    state = 'told'
    process.stderr.write(`\n${address[0]}`)
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail += text
    tell()
    // Until it is told, the line is near the start; from then on the end is of interest.
    if (state === 'told' || tail.length > 100_000) tail = tail.slice(-4000)
  })
  return {
    text: () => tail,
    passAddressOn: () => {
      if (state === 'held') state = 'wanted'
      tell()
    },
  }
}

const pipesOf = (child: ChildProcess) => {
  const [, , , output, input] = child.stdio
  if (!(output instanceof Writable && input instanceof Readable))
    throw new Error('Chromium was started without its two pipes')
  return { output, input }
}

const start = (): Browser => {
  const program = findChromium()
  if (!program) throw new Error('Chromium was not found. Install it, or set CLAVIGER_CHROMIUM.')
  const profile = createProfile()
  const firstPage = blankPage()
  const child = launch(program, profile, firstPage)
  const errors = watchErrors(child)
  const { output, input } = pipesOf(child)
  const connection = connect(output, input)
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve())
    child.once('error', error => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`)
      process.exit(1)
    })
  })
  const openers = createOpeners(connection, program, profile, firstPage)
  connection.send('Target.setDiscoverTargets', { discover: true }).catch(() => {
    process.stderr.write(`Chromium ended before it was ready.\n${errors.text()}\n`)
    process.exit(1)
  })
  return {
    ...connection,
    openWindow: openers,
    passAddressOn: errors.passAddressOn,
    quit: () => quit(child, connection, ended, profile),
  }
}

/** The first window is the one that Chromium starts with; it opens while the main script loads. */
const createOpeners = (
  connection: Connection,
  program: string,
  profile: string,
  firstPage: string,
) => {
  const first = targetShowing(connection, firstPage)
  let firstIsTaken = false
  return async (): Promise<string> => {
    if (!firstIsTaken) {
      firstIsTaken = true
      return first
    }
    const url = blankPage()
    if (isHeadless())
      return (await connection.send('Target.createTarget', { url, newWindow: true })).targetId
    const target = targetShowing(connection, url)
    // A second start hands its window to the running browser: the only way to an `--app` window.
    spawn(program, [...browserArguments(profile), `--app=${url}`], {
      env: browserEnvironment(profile),
      stdio: 'ignore',
    })
    return target
  }
}

const targetShowing = (connection: Connection, url: string): Promise<string> =>
  new Promise(resolve => {
    const look = ({ targetInfo }: { targetInfo: Protocol.Target.TargetInfo }) => {
      // Chromium writes the quotes of the data URL in its own way; the random end is enough.
      if (targetInfo.type !== 'page' || targetInfo.url.slice(-36) !== url.slice(-36)) return
      for (const stop of stops) stop()
      resolve(targetInfo.targetId)
    }
    const stops = [
      connection.on('Target.targetCreated', look),
      connection.on('Target.targetInfoChanged', look),
    ]
  })

const quit = async (
  child: ChildProcess,
  connection: Connection,
  ended: Promise<void>,
  profile: string,
): Promise<void> => {
  connection.close()
  const stuck = setTimeout(() => {
    if (child.pid === undefined) return
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  }, stuckMs)
  await ended
  clearTimeout(stuck)
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
}

let running: Browser | undefined

/** The one browser of this process, started at the first call. */
export const browser = (): Browser => {
  running ??= start()
  return running
}

/** Ends the browser if one was started. */
export const quitBrowser = async (): Promise<void> => {
  await running?.quit()
}
