import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findChromium, findOnPath } from './chromium-host/find-chromium.ts'
import { electronProgram, forcedHost, type Purpose } from './host.ts'

const root = resolve(import.meta.dirname, '..')

/** Something of the system that the application, its specs or its demo need. */
export type Need = 'chromium' | 'secret service' | 'D-Bus' | 'libsecret' | 'Xvfb' | 'xauth'

export type Manager = 'apt-get' | 'dnf' | 'pacman' | 'zypper'

/** What this machine has, as far as a decision needs it. */
export type Facts = {
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
  readonly manager: Manager | undefined
  /** `ID` of /etc/os-release. */
  readonly distribution: string
  /** Electron's binary is here and its libraries too. */
  readonly electron: boolean
  /** Path of Electron's sandbox helper when the sandbox cannot work for this user until the helper is root's. */
  readonly lameSandbox: string | undefined
  readonly chromium: boolean
  /** A program that offers the Secret Service can be started over D-Bus. */
  readonly secretService: boolean
  readonly gnomeKeyring: boolean
  readonly sessionBus: boolean
  readonly dbus: boolean
  readonly libsecret: boolean
  readonly xvfb: boolean
  readonly xauth: boolean
}

/** What is lacking for `purpose`; nothing ever is on macOS and Windows. */
export const lacking = (purpose: Purpose, facts: Facts): readonly Need[] => {
  if (facts.platform !== 'linux') return []
  const unattended = purpose !== 'start'
  const needs: readonly (readonly [Need, boolean])[] = [
    ['chromium', !facts.electron && !facts.chromium],
    ['secret service', unattended ? !facts.gnomeKeyring : !facts.secretService],
    ['D-Bus', !facts.dbus && (unattended || !facts.sessionBus)],
    ['libsecret', !facts.libsecret],
    ['Xvfb', unattended && !facts.xvfb],
    ['xauth', unattended && !facts.xauth],
  ]
  return needs.filter(([, isLacking]) => isLacking).map(([need]) => need)
}

const packages: Readonly<Record<Manager, Readonly<Record<Need, readonly string[]>>>> = {
  'apt-get': {
    chromium: ['chromium'],
    'secret service': ['gnome-keyring'],
    'D-Bus': ['dbus'],
    libsecret: ['libsecret-1-0'],
    Xvfb: ['xvfb'],
    xauth: ['xauth'],
  },
  dnf: {
    chromium: ['chromium'],
    'secret service': ['gnome-keyring'],
    'D-Bus': ['dbus-daemon', 'dbus-tools'],
    libsecret: ['libsecret'],
    Xvfb: ['xorg-x11-server-Xvfb'],
    xauth: ['xorg-x11-xauth'],
  },
  pacman: {
    chromium: ['chromium'],
    'secret service': ['gnome-keyring'],
    'D-Bus': ['dbus'],
    libsecret: ['libsecret'],
    Xvfb: ['xorg-server-xvfb'],
    xauth: ['xorg-xauth'],
  },
  zypper: {
    chromium: ['chromium'],
    'secret service': ['gnome-keyring'],
    'D-Bus': ['dbus-1', 'dbus-1-tools'],
    libsecret: ['libsecret-1-0'],
    Xvfb: ['xorg-x11-server-Xvfb'],
    xauth: ['xauth'],
  },
}

/** Names of the packages that bring `needs`; Ubuntu's Chromium has a name of its own. */
export const packagesFor = (
  needs: readonly Need[],
  manager: Manager,
  distribution: string,
): readonly string[] =>
  needs
    .flatMap(need => packages[manager][need])
    .map(name => (name === 'chromium' && distribution === 'ubuntu' ? 'chromium-browser' : name))

const aptInstall = ['install', '-y', '--no-install-recommends'] as const

/** The one command that installs `names`, as a user types it. */
export const installCommand = (
  names: readonly string[],
  manager: Manager,
  isRoot: boolean,
): string => {
  const sudo = isRoot ? '' : 'sudo '
  const list = names.join(' ')
  switch (manager) {
    case 'apt-get':
      return `${sudo}apt-get update && ${sudo}apt-get ${aptInstall.join(' ')} ${list}`
    case 'dnf':
      return `${sudo}dnf install -y ${list}`
    case 'pacman':
      return `${sudo}pacman -S --needed --noconfirm ${list}`
    case 'zypper':
      return `${sudo}zypper install -y ${list}`
  }
}

export type Plan =
  | { readonly kind: 'ready' }
  | { readonly kind: 'install'; readonly names: readonly string[] }
  | { readonly kind: 'ask'; readonly command: string }
  | { readonly kind: 'stuck' }

/** What to do about `needs`: root on Debian or Ubuntu installs, all others are told the command. */
export const planFor = (needs: readonly Need[], facts: Facts): Plan => {
  if (needs.length === 0) return { kind: 'ready' }
  const { manager, isRoot, distribution } = facts
  if (!manager) return { kind: 'stuck' }
  const names = packagesFor(needs, manager, distribution)
  return isRoot && manager === 'apt-get'
    ? { kind: 'install', names }
    : { kind: 'ask', command: installCommand(names, manager, isRoot) }
}

const succeeds = (command: string, parameters: readonly string[]): boolean =>
  spawnSync(command, parameters, { cwd: root, stdio: 'ignore', timeout: 15_000 }).status === 0

/** Makes the helper what Electron wants it to be: root's, and run as root by everybody. */
export const sandboxCommand = (helper: string): string =>
  `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`

/** True when Chromium can sandbox by user namespaces, which Ubuntu and hardened kernels deny, or by the helper. */
export const canSandbox = (helper: { readonly uid: number; readonly mode: number }): boolean =>
  (helper.uid === 0 && (helper.mode & 0o4000) !== 0) ||
  findOnPath('unshare') === undefined ||
  succeeds('unshare', ['--user', '--map-root-user', 'true'])

const lameSandboxOf = (electron: string): string | undefined => {
  const helper = join(dirname(electron), 'chrome-sandbox')
  const found = statSync(helper, { throwIfNoEntry: false })
  return process.getuid?.() !== 0 && found && !canSandbox(found) ? helper : undefined
}

const serviceFolders = ['/usr/share/dbus-1/services', '/usr/local/share/dbus-1/services']

const offersSecrets = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some(file => /secrets|kwallet|keepassxc/i.test(file))

const distribution = (): string => {
  const file = '/etc/os-release'
  return existsSync(file) ? (/^ID="?(\w+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '') : ''
}

/** True when there is a session bus that this process would use. */
export const hasSessionBus = (environment: NodeJS.ProcessEnv = process.env): boolean => {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = environment
  return Boolean(address) || (Boolean(folder) && existsSync(join(folder ?? '', 'bus')))
}

const managers: readonly Manager[] = ['apt-get', 'dnf', 'pacman', 'zypper']

const gatherFacts = (): Facts => {
  const has = (...names: readonly string[]) => names.every(name => findOnPath(name) !== undefined)
  const electron = forcedHost() === 'chromium' ? undefined : electronProgram()
  const runs = electron !== undefined && succeeds(electron, ['--no-sandbox', '--version'])
  const gnomeKeyring = has('gnome-keyring-daemon')
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    manager: managers.find(name => has(name)),
    distribution: distribution(),
    electron: runs,
    lameSandbox: runs ? lameSandboxOf(electron) : undefined,
    chromium: findChromium() !== undefined,
    secretService: gnomeKeyring || serviceFolders.some(offersSecrets),
    gnomeKeyring,
    sessionBus: hasSessionBus(),
    dbus: has('dbus-daemon', 'dbus-send'),
    // Its load error hides the cause, and without libsecret there is hardly another.
    libsecret: succeeds(process.execPath, ['-e', "require('keytar')"]),
    xvfb: has('Xvfb'),
    xauth: has('xauth'),
  }
}

const install = (names: readonly string[]): boolean => {
  console.log(`Installing ${names.join(', ')} (by apt, once) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=120']
  return [['update'], [...aptInstall, ...names]].every(parameters => {
    const result = spawnSync('apt-get', [...options, ...parameters], { env, encoding: 'utf8' })
    if (result.status !== 0) console.error(`${result.stdout}\n${result.stderr}`)
    return result.status === 0
  })
}

/** Says why nothing can be started, and ends the process with 1. */
export const giveUp = (text: string): never => {
  console.error(text)
  process.exit(1)
}

const platformFacts = (): Facts | undefined =>
  process.platform === 'linux' ? gatherFacts() : undefined

/**
 * Makes sure that this machine has what `purpose` needs. Installs it where that is ours to do;
 * elsewhere prints the one command and ends the process with 1.
 */
export const preflight = async (purpose: Purpose): Promise<void> => {
  const facts = platformFacts()
  if (!facts) return
  if (facts.lameSandbox !== undefined)
    giveUp(
      `Electron cannot sandbox its pages on this system. Run this once, then try again:\n\n  ${sandboxCommand(facts.lameSandbox)}\n`,
    )
  const needs = lacking(purpose, facts)
  const plan = planFor(needs, facts)
  switch (plan.kind) {
    case 'ready':
      return
    case 'ask':
      return giveUp(
        `Claviger needs ${needs.join(', ')}. Run this once, then try again:\n\n  ${plan.command}\n`,
      )
    case 'stuck':
      return giveUp(`Claviger needs ${needs.join(', ')}. Install it, then try again.`)
    case 'install': {
      const left = install(plan.names) ? lacking(purpose, gatherFacts()) : needs
      if (left.length === 0) return
      return giveUp(
        `These could not be installed: ${left.join(', ')}. Try it yourself:\n\n  ${installCommand(plan.names, 'apt-get', true)}\n`,
      )
    }
  }
}

/** Makes sure of packages beyond that, which a test names itself: installed, or the command is printed as above. */
export const installPackages = (names: readonly string[]): void => {
  if (names.length === 0) return
  const manager = managers.find(name => findOnPath(name) !== undefined)
  const isRoot = process.getuid?.() === 0
  if (manager === 'apt-get' && isRoot && install(names)) return
  const command = installCommand(names, 'apt-get', isRoot)
  giveUp(`The tests need ${names.join(', ')}. On Debian and Ubuntu:\n\n  ${command}\n`)
}

const isPurpose = (word: string): word is Purpose => ['start', 'test', 'demo'].includes(word)

// Not import.meta.main: the Node 24.0 that Apple silicon gets does not know it.
if (process.argv[1] === import.meta.filename) {
  const word = process.argv[2] ?? 'start'
  if (isPurpose(word)) await preflight(word)
  else giveUp(`Usage: npm run preflight -- start|test|demo (not ${word})`)
}
