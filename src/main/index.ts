import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { infoOf } from '../shared/error.ts'
import { systemClock } from './base/clock.ts'
import { faultOf, surviveFaults } from './base/fault.ts'
import type { Log } from './base/log.ts'
import type { Application } from './compose.ts'
import { createChooseFile } from './platform/choose-file.ts'
import { dropDangerousVariables } from './platform/dangerous-environment.ts'
import { mayStart } from './platform/dangerous-switches.ts'
import { openDataFolder } from './platform/data-folder.ts'
import { createEmit, openDoor } from './platform/ipc-transport.ts'
import { endBeforeQuit, logCrashes, onAway } from './platform/lifecycle.ts'
import { openLogFile } from './platform/log-file.ts'
import { createPage, readManifest } from './platform/page.ts'
import { createScreen } from './platform/screen.ts'
import { readStartPreferences } from './platform/start-preferences.ts'
import { openStore } from './platform/store/index.ts'
import {
  applyTheme,
  createWindow,
  registerPageScheme,
  setMenu,
  showAgain,
  type WindowParts,
} from './platform/window.ts'

const folder = import.meta.dirname

/** Names of what was set and is not heeded. */
const ignoredVariables = dropDangerousVariables(process.env)
app.enableSandbox()
registerPageScheme()
if (mayStart(app, dialog.showErrorBox)) {
  if (app.requestSingleInstanceLock()) start()
  else app.quit()
}

function start(): void {
  const data = app.getPath('userData')
  openDataFolder(data)
  const log = openLogFile(data, systemClock.now)
  surviveFaults(log)
  logCrashes(log)
  for (const name of ignoredVariables) log('variable-ignored', { name })
  run(data, log).catch(cause => {
    log('not-started', faultOf(cause))
    dialog.showErrorBox(
      'Claviger could not start',
      `Your data is kept. Install Claviger again; claviger.log in ${data} says where it stopped.`,
    )
    app.exit(1)
  })
}

async function run(data: string, log: Log): Promise<void> {
  const startPreferences = readStartPreferences(data)
  // In a thread of its own: it is open when the page asks for its first rows.
  const store = openStore(join(data, 'store', 'claviger.db'))
  store.catch(cause => log('store-not-opened', faultOf(cause)))
  let window: BrowserWindow | null = null
  const own = () => (window?.isDestroyed() === false ? window : null)
  const contents = () => own()?.webContents ?? null
  const { screen, attach } = createScreen()
  const emit = createEmit(contents)
  const application = once(async () => {
    const machine = { folder, data, log, emit, startPreferences, store, ignoredVariables, screen }
    // What the page needs for its rows, and all the rest, is read while the page is: the window waits for none of it.
    const { compose } = await import('./compose.ts')
    return compose({ ...machine, chooseFile: createChooseFile(own) })
  }, log)

  app.on('second-instance', () => showAgain(own()))
  app.on('window-all-closed', () => app.quit())
  endBeforeQuit(async () => (await application()).end(), log)
  const manifest = readManifest(join(folder, '../renderer'))
  await app.whenReady()
  setMenu()
  applyTheme(startPreferences.current)
  // The window opens at once; what it asks waits for the store.
  openDoor(async (route, input) => (await application()).router(route, input), contents)
  onAway(async () => (await application()).leave())
  const { size } = startPreferences.current
  let keepSize: WindowParts['onSize'] = () => undefined
  const onSize: WindowParts['onSize'] = size => keepSize(size)
  window = createWindow({ folder, page: createPage(await manifest), size, onSize }, log)
  attach(window)
  const { wake, preferences } = await application()
  keepSize = size => {
    try {
      preferences?.write({ size })
    } catch {
      log('window-size-not-kept')
    }
  }
  await wake()
}

/** The application, which is put together when it is asked for first; where that fails, the window says why. */
function once(compose: () => Promise<Application>, log: Log): () => Promise<Application> {
  let composed: Promise<Application> | null = null
  return () => {
    composed ??= compose().catch(cause => {
      log('not-composed', faultOf(cause))
      return notComposed(cause)
    })
    return composed
  }
}

function notComposed(cause: unknown): Application {
  const error = infoOf(cause) ?? ({ code: 'internal', incident: 'start' } as const)
  const nothing = async () => undefined
  return {
    preferences: null,
    router: async () => ({ ok: false, error }),
    ...{ wake: nothing, leave: nothing, end: nothing },
  }
}
