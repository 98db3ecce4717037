import { utilityProcess } from 'electron'

/** A program in a process of its own. Each listener stays for the life of the process. */
export type Helper = {
  readonly post: (message: unknown) => void
  readonly onMessage: (listen: (message: unknown) => void) => void
  /** What the program writes to its standard output. */
  readonly onOutput: (listen: (chunk: Uint8Array) => void) => void
  /** Called once, when the process has ended. */
  readonly onExit: (listen: () => void) => void
  /** Asks the process to end (SIGTERM; at once on Windows). */
  readonly kill: () => void
}

/** Starts the program with `args`. */
export type ForkHelper = (args?: readonly string[]) => Helper

// The keychain's errors have no codes: they are known by their English words, so nothing may translate them.
const untranslated = { LC_ALL: '', LC_MESSAGES: 'C', LANGUAGE: '' }

/** Forks `file` (absolute path of a built module) as an Electron utility process named `serviceName`. */
export const forkUtility =
  (file: string, serviceName: string): ForkHelper =>
  (args = []) => {
    const child = utilityProcess.fork(file, [...args], {
      serviceName,
      env: { ...process.env, ...untranslated },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return {
      post: message => child.postMessage(message),
      onMessage: listen => void child.on('message', listen),
      onOutput: listen => void child.stdout?.on('data', listen),
      onExit: listen => void child.once('exit', () => listen()),
      kill: () => void child.kill(),
    }
  }
