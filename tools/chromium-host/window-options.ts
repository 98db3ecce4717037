import type { BrowserWindowConstructorOptions, Session, WebPreferences } from 'electron'
import { notImplemented } from './implement.ts'
import { type HostSession, hostSession, hostSessionOf } from './session.ts'

const known: ReadonlySet<string> = new Set<keyof BrowserWindowConstructorOptions>([
  'width',
  'height',
  'x',
  'y',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'backgroundColor',
  'autoHideMenuBar',
  'icon',
  'webPreferences',
])

const knownPreferences: ReadonlySet<string> = new Set<keyof WebPreferences>([
  'preload',
  'sandbox',
  'contextIsolation',
  'nodeIntegration',
  'nodeIntegrationInWorker',
  'nodeIntegrationInSubFrames',
  'webSecurity',
  'allowRunningInsecureContent',
  'experimentalFeatures',
  'disableBlinkFeatures',
  'webviewTag',
  'plugins',
  'webgl',
  'spellcheck',
  'devTools',
  'session',
  'partition',
  'navigateOnDragDrop',
  'backgroundThrottling',
])

const refuseUnknown = (name: string, options: object, names: ReadonlySet<string>) => {
  for (const key of Object.keys(options)) if (!names.has(key)) notImplemented(`${name}.${key}`)
}

const required: readonly (readonly [keyof WebPreferences, boolean, boolean])[] = [
  ['sandbox', true, false],
  ['contextIsolation', true, false],
  ['nodeIntegration', false, true],
  ['nodeIntegrationInWorker', false, true],
  ['webSecurity', true, true],
  ['allowRunningInsecureContent', false, true],
  ['experimentalFeatures', false, true],
  ['webviewTag', false, true],
  ['plugins', false, true],
  ['navigateOnDragDrop', false, true],
]

/** Throws on what this host has not, and on a window that is less guarded than its pages are. */
export const checkOptions = (options: BrowserWindowConstructorOptions): WebPreferences => {
  const { webPreferences = {} } = options
  refuseUnknown('BrowserWindow options', options, known)
  refuseUnknown('webPreferences', webPreferences, knownPreferences)
  for (const [name, value, mayBeAbsent] of required) {
    const given = webPreferences[name]
    if (given !== value && !(mayBeAbsent && given === undefined))
      notImplemented(`webPreferences.${name}: ${given}`)
  }
  return webPreferences
}

/** The session that the preferences name, else the default one. */
export const sessionOf = ({ session, partition }: WebPreferences): HostSession =>
  session ? hostSessionOf(session satisfies Session) : hostSession(partition ?? '')
