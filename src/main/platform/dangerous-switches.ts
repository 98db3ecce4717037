/**
 * Switches of Chromium and of Node with which whoever starts the application could read its window, stand between it and
 * a service, or run a program as its own. No fuse of Electron stops them.
 */
export const dangerousSwitches = [
  // Hands the window to another program.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'load-extension',
  'js-flags',
  // Stands between the application and a service.
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'host-resolver-rules',
  'host-rules',
  'proxy-server',
  'proxy-pac-url',
  'ssl-key-log-file',
  'log-net-log',
  // Takes the walls down.
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'single-process',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  // Starts another program in the place of one of its processes.
  'browser-subprocess-path',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
] as const

type Switches = { readonly hasSwitch: (name: string) => boolean }

/** Those of them with which this process was started. */
export const findDangerousSwitches = (commandLine: Switches): readonly string[] =>
  dangerousSwitches.filter(name => commandLine.hasSwitch(name))

type App = {
  readonly isPackaged: boolean
  readonly commandLine: Switches
  readonly exit: (code: number) => void
}

/**
 * For before anything else runs: a packaged application ends when it was started with one of them, and `tell` says which.
 * Answers whether it may go on. Unpackaged, they are how a developer debugs and how the specs see the window.
 */
export const mayStart = (app: App, tell: (title: string, text: string) => void): boolean => {
  const found = app.isPackaged ? findDangerousSwitches(app.commandLine) : []
  if (found.length === 0) return true
  const named = found.map(name => `--${name}`).join(', ')
  tell(
    'Claviger did not start',
    `It was started with ${named}. That lets other programs read its keys, so nothing was opened. Start it without.`,
  )
  app.exit(1)
  return false
}
