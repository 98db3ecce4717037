import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { end, isAlive } from './child.ts'

const execute = promisify(execFile)
const startMs = 15_000

/** A real gnome-keyring of this session; its login keyring survives `stop` and `start`. */
export type Keyring = {
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  /** Locks the login keyring, as the Secret Service is asked to. */
  readonly lock: () => Promise<void>
  /** Starts the daemon anew with the keyring's password: nobody is there to type it. */
  readonly unlock: () => Promise<void>
  /** Stops the daemon in the middle of whatever it does (SIGSTOP). */
  readonly pause: () => void
  readonly resume: () => void
  /** Ends the daemon as a crash does (SIGKILL). */
  readonly kill: () => Promise<void>
}

/** A display, a D-Bus session and a keyring of their own, in a home of their own. */
export type PrivateSession = {
  readonly env: NodeJS.ProcessEnv
  readonly keyring: Keyring
  readonly stop: () => Promise<void>
}

export type SessionOptions = {
  /** False leaves out the display (Xvfb). */
  readonly display?: boolean
  /** False leaves the keyring to be started by the caller: a bus without a Secret Service. */
  readonly keyring?: boolean
}

// Nothing is activated: without our own daemon this bus offers no Secret Service at all.
const busConfiguration = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/** Waits until `condition` holds; asks every 25 ms. */
const until = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + startMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen in ${startMs} ms`)
    await pause(25)
  }
}

const firstLine = async (child: ChildProcess, stream: Readable, name: string): Promise<string> => {
  stream.setEncoding('utf8')
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${code} before it was ready`)
  })
  failed.catch(() => undefined)
  let text = ''
  while (!text.includes('\n')) text += (await Promise.race([once(stream, 'data'), failed]))[0]
  return text.trim()
}

type Room = { readonly folder: string; readonly runtime: string; readonly children: ChildProcess[] }

const startDisplay = async ({ folder, children }: Room): Promise<NodeJS.ProcessEnv> => {
  const authority = join(folder, 'Xauthority')
  const cookie = randomBytes(16).toString('hex')
  const add = (display: string) =>
    execute('xauth', ['-q', '-f', authority, 'add', display, '.', cookie])
  // The server takes the cookie whatever display it is filed under.
  await add(':0')
  const child = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-auth', authority],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true },
  )
  children.push(child)
  // The pipe asked for above.
  const number = await firstLine(child, child.stdio[3] as Readable, 'Xvfb')
  await add(`:${number}`)
  return { DISPLAY: `:${number}`, XAUTHORITY: authority }
}

const startBus = async ({ folder, runtime, children }: Room): Promise<NodeJS.ProcessEnv> => {
  const configuration = join(folder, 'bus.conf')
  writeFileSync(configuration, busConfiguration(join(runtime, 'bus')))
  const child = spawn(
    'dbus-daemon',
    [`--config-file=${configuration}`, '--nofork', '--nopidfile', '--print-address=1'],
    { stdio: ['ignore', 'pipe', 'ignore'], detached: true },
  )
  children.push(child)
  return { DBUS_SESSION_BUS_ADDRESS: await firstLine(child, child.stdout, 'dbus-daemon') }
}

const send = (env: NodeJS.ProcessEnv, destination: string, path: string, ...call: string[]) =>
  execute(
    'dbus-send',
    ['--session', '--print-reply', '--reply-timeout=5000', `--dest=${destination}`, path, ...call],
    { env },
  )

/** Whether somebody provides the Secret Service on the bus of `env`. */
export const hasSecretService = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  const bus = 'org.freedesktop.DBus'
  const name = 'string:org.freedesktop.secrets'
  const { stdout } = await send(env, bus, '/org/freedesktop/DBus', `${bus}.NameHasOwner`, name)
  return stdout.includes('true')
}

const lockKeyring = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const root = '/org/freedesktop/secrets'
  const login = `array:objpath:${root}/collection/login`
  await send(env, 'org.freedesktop.secrets', root, 'org.freedesktop.Secret.Service.Lock', login)
}

const createKeyring = (env: NodeJS.ProcessEnv, { children }: Room): Keyring => {
  const password = randomBytes(16).toString('hex')
  let daemon: ChildProcess | undefined
  const start = async () => {
    if (daemon && isAlive(daemon)) return
    const child = spawn(
      'gnome-keyring-daemon',
      ['--foreground', '--unlock', '--components=secrets'],
      {
        env,
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
      },
    )
    daemon = child
    children.push(child)
    child.stdin.end(`${password}`)
    await until('A Secret Service', () => hasSecretService(env))
  }
  const leave = async (signal: NodeJS.Signals) => {
    const ended = daemon && end(daemon, signal)
    // A paused one ends of SIGTERM only when it resumes.
    daemon?.kill('SIGCONT')
    await ended
    await until('The end of the Secret Service', async () => !(await hasSecretService(env)))
  }
  const stop = () => leave('SIGTERM')
  return {
    start,
    stop,
    lock: () => lockKeyring(env),
    unlock: async () => {
      await stop()
      await start()
    },
    pause: () => void daemon?.kill('SIGSTOP'),
    resume: () => void daemon?.kill('SIGCONT'),
    kill: () => leave('SIGKILL'),
  }
}

/** The user's own session must not be found by anything that runs in this one. */
const withoutOwnSession = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) =>
        !/^(XDG_|DBUS_|GNOME_|KDE_|WAYLAND_|DESKTOP_|DISPLAY$|XAUTHORITY$|HOME$|SSH_AUTH)/.test(
          name,
        ),
    ),
  )

const createRoom = (): Room & { readonly env: NodeJS.ProcessEnv } => {
  const folder = mkdtempSync(join(tmpdir(), 'claviger-session-'))
  const home = join(folder, 'home')
  const runtime = join(folder, 'run')
  mkdirSync(join(home, '.local', 'share', 'keyrings'), { recursive: true, mode: 0o700 })
  mkdirSync(runtime, { mode: 0o700 })
  const env = { ...withoutOwnSession(process.env), HOME: home, XDG_RUNTIME_DIR: runtime }
  return { folder, runtime, children: [], env }
}

const interrupts = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Cleans up even when this process is told to end; returns the undo. */
const guardExit = ({ folder, children }: Room): (() => void) => {
  const sweep = () => {
    for (const child of children.filter(isAlive)) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  const handlers = Object.entries(interrupts).map(
    ([signal, code]) => [signal, () => process.exit(code)] as const,
  )
  process.once('exit', sweep)
  for (const [signal, handler] of handlers) process.once(signal, handler)
  return () => {
    process.off('exit', sweep)
    for (const [signal, handler] of handlers) process.off(signal, handler)
  }
}

/** Starts a private session. Needs Xvfb, xauth, dbus and gnome-keyring on PATH (Linux). */
export const startPrivateSession = async ({
  display = true,
  keyring: withKeyring = true,
}: SessionOptions = {}): Promise<PrivateSession> => {
  const room = createRoom()
  const unguard = guardExit(room)
  const stop = async () => {
    await Promise.all(room.children.map(child => end(child, 'SIGKILL')))
    rmSync(room.folder, { recursive: true, force: true, maxRetries: 5 })
    unguard()
  }
  try {
    const parts = await Promise.all([startBus(room), ...(display ? [startDisplay(room)] : [])])
    const env = Object.assign({ ...room.env }, ...parts)
    const keyring = createKeyring(env, room)
    if (withKeyring) await keyring.start()
    return { env, keyring, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Runs `run` in a private session and ends the session whatever happens. */
export const withPrivateSession = async <Result>(
  run: (session: PrivateSession) => Promise<Result>,
  options: SessionOptions = {},
): Promise<Result> => {
  const session = await startPrivateSession(options)
  try {
    return await run(session)
  } finally {
    await session.stop()
  }
}
