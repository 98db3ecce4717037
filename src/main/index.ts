import { join } from 'node:path'
import { app, type BrowserWindow, dialog, shell } from 'electron'
import { contract } from '../shared/contract/index.ts'
import { infoOf } from '../shared/error.ts'
import { systemClock } from './base/clock.ts'
import { faultOf, surviveFaults } from './base/fault.ts'
import type { Log } from './base/log.ts'
import { createHttp } from './connectors/http.ts'
import { connectors } from './connectors/index.ts'
import { createHandlers, type HandlerParts } from './ipc/handlers.ts'
import { gateWhileLocked } from './ipc/lock-gate.ts'
import { createRouter, type Router } from './ipc/router.ts'
import { createBuiltInService } from './platform/built-in-service.ts'
import { createChooseFile } from './platform/choose-file.ts'
import { systemClipboard } from './platform/clipboard.ts'
import { createCopyNote } from './platform/copy-note.ts'
import { dropDangerousVariables } from './platform/dangerous-environment.ts'
import { mayStart } from './platform/dangerous-switches.ts'
import { openDataFolder } from './platform/data-folder.ts'
import { createTransport } from './platform/https/index.ts'
import { closeOtherDoors, createEmit, openDoor } from './platform/ipc-transport.ts'
import { createVault } from './platform/keychain/index.ts'
import { endBeforeQuit, logCrashes, onAway, presence } from './platform/lifecycle.ts'
import { openLogFile } from './platform/log-file.ts'
import { createMachine } from './platform/machine.ts'
import { createOpenPage } from './platform/open-page.ts'
import { createPage, readManifest } from './platform/page.ts'
import { createPreferenceFile } from './platform/preferences.ts'
import { createScreen } from './platform/screen.ts'
import { openStore } from './platform/store/index.ts'
import { resolveSystemProxy } from './platform/system-proxy.ts'
import { forkUtility } from './platform/utility-process.ts'
import {
  applyTheme,
  createWindow,
  registerPageScheme,
  setMenu,
  showAgain,
  type WindowParts,
} from './platform/window.ts'
import { watchAbsence } from './services/absence.ts'
import { createServices } from './services/index.ts'
import type { ChooseFile, Emit, Screen } from './services/ports.ts'

const folder = import.meta.dirname
const built = (name: string) => join(folder, `${name}.js`)

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
  const preferences = createPreferenceFile(data, closeOtherDoors)
  let window: BrowserWindow | null = null
  const own = () => (window?.isDestroyed() === false ? window : null)
  const contents = () => own()?.webContents ?? null
  const { screen, attach } = createScreen()
  const parts = {
    ...{ data, log, emit: createEmit(contents), preferences, screen },
    chooseFile: createChooseFile(own),
  }
  const application = compose(parts).catch(cause => {
    log('not-composed', faultOf(cause))
    return notComposed(cause)
  })

  app.on('second-instance', () => showAgain(own()))
  app.on('window-all-closed', () => app.quit())
  endBeforeQuit(async () => (await application).end(), log)
  await app.whenReady()
  setMenu()
  applyTheme(preferences.read())
  // The window opens at once; what it asks waits for the store.
  openDoor(async (route, input) => (await application).router(route, input), contents)
  onAway(async () => (await application).leave())
  const manifest = await readManifest(join(folder, '../renderer'))
  const onSize: WindowParts['onSize'] = size => {
    try {
      preferences.write({ size })
    } catch {
      log('window-size-not-kept')
    }
  }
  const { size } = preferences.read()
  window = createWindow({ folder, page: createPage(manifest), size, onSize }, log)
  attach(window)
  await (await application).wake()
}

type Application = {
  readonly router: Router
  /** Starts what runs beside the window. */
  readonly wake: () => Promise<void>
  /** Nobody sits here any longer. */
  readonly leave: () => Promise<void>
  readonly end: () => Promise<void>
}

/** The window says why there is nothing behind it. */
const notComposed = (cause: unknown): Application => {
  const error = infoOf(cause) ?? ({ code: 'internal', incident: 'start' } as const)
  const nothing = async () => undefined
  return {
    router: async () => ({ ok: false, error }),
    ...{ wake: nothing, leave: nothing, end: nothing },
  }
}

type Machine = {
  readonly data: string
  readonly log: Log
  readonly emit: Emit
  readonly preferences: ReturnType<typeof createPreferenceFile>
  readonly screen: Screen
  readonly chooseFile: ChooseFile
}

async function compose(machine: Machine): Promise<Application> {
  const { data, log, emit, preferences, screen, chooseFile } = machine
  const store = await openStore(join(data, 'store', 'claviger.db'))
  const { transport, readCertificate, close } = createTransport({
    resolveProxy: resolveSystemProxy,
  })
  const builtIn = createBuiltInService({
    fork: forkUtility(built('key-service'), 'Claviger key service'),
    dataDir: join(data, 'key-service'),
  })
  const services = createServices({
    ...{ store, builtIn, emit, log, connectors, screen, chooseFile },
    machine: createMachine(data, ignoredVariables),
    preferences: preferences.read,
    note: createCopyNote(data),
    openPage: createOpenPage(
      connectors.map(({ info }) => info.credential.link),
      shell.openExternal,
    ),
    vault: createVault(forkUtility(built('keychain-process'), 'Claviger keychain')),
    clipboard: systemClipboard,
    clock: systemClock,
    connect: (endpoint, credential, calling) =>
      createHttp({ transport, endpoint, credential, calling, now: systemClock.now }),
  })
  const { connections, clearClipboard, sync, lock } = services
  const parts: HandlerParts = {
    ...{ ...services, store, preferences, readCertificate },
    version: app.getVersion(),
    onPreference: () => applyTheme(preferences.read()),
  }
  const onIncident = (incident: string, route: string, cause: unknown) =>
    log('incident', { incident, route, ...faultOf(cause) })
  let stopLooking = () => {}

  return {
    router: gateWhileLocked(createRouter(contract, createHandlers(parts), onIncident), lock),
    wake: async () => {
      stopLooking = watchAbsence({
        ...{ clock: systemClock, presence, onAbsent: lock.close },
        limitMinutes: () => preferences.read().idleMinutes,
      })
      await services.recoverClipboard()
      await connections.wake().catch(cause => log('built-in-service-not-started', faultOf(cause)))
    },
    leave: async () => void lock.close('away'),
    end: async () => {
      stopLooking()
      sync.stop()
      services.issuing.rest()
      // Quitting waits only so long: the clipboard comes behind nothing that a slow disk can hold up.
      const cleared = clearClipboard().catch(cause => log('clipboard-not-cleared', faultOf(cause)))
      await Promise.all([cleared, services.proofs.stop()])
      await builtIn.stop()
      await close()
      await store.close()
    },
  }
}
