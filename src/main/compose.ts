import { join } from 'node:path'
import { app, shell } from 'electron'
import { contract } from '../shared/contract/index.ts'
import { systemClock } from './base/clock.ts'
import { faultOf } from './base/fault.ts'
import type { Log } from './base/log.ts'
import { createHttp } from './connectors/http.ts'
import { connectors } from './connectors/index.ts'
import { createHandlers, type HandlerParts } from './ipc/handlers.ts'
import { gateWhileLocked } from './ipc/lock-gate.ts'
import { createRouter, type Router } from './ipc/router.ts'
import { createBuiltInService } from './platform/built-in-service.ts'
import { systemClipboard } from './platform/clipboard.ts'
import { createCopyNote } from './platform/copy-note.ts'
import { createLateTransport } from './platform/https/late.ts'
import { closeOtherDoors } from './platform/ipc-transport.ts'
import { createVault } from './platform/keychain/index.ts'
import { presence } from './platform/lifecycle.ts'
import { createMachine } from './platform/machine.ts'
import { createOpenPage } from './platform/open-page.ts'
import { createPreferenceFile } from './platform/preferences.ts'
import type { StartPreferences } from './platform/start-preferences.ts'
import { resolveSystemProxy } from './platform/system-proxy.ts'
import { forkUtility } from './platform/utility-process.ts'
import { applyTheme } from './platform/window.ts'
import { watchAbsence } from './services/absence.ts'
import { createServices, type Services } from './services/index.ts'
import type { ChooseFile, Emit, PreferenceFile, Screen, Store } from './services/ports.ts'

export type Application = {
  readonly router: Router
  /** Null where there is nothing behind the window. */
  readonly preferences: PreferenceFile | null
  /** Starts what runs beside the window. */
  readonly wake: () => Promise<void>
  /** Nobody sits here any longer. */
  readonly leave: () => Promise<void>
  readonly end: () => Promise<void>
}

type Machine = {
  /** Where the built scripts lie. */
  readonly folder: string
  readonly data: string
  readonly log: Log
  readonly emit: Emit
  readonly startPreferences: StartPreferences
  readonly store: Promise<Store>
  /** Names of what was set and is not heeded. */
  readonly ignoredVariables: readonly string[]
  readonly screen: Screen
  readonly chooseFile: ChooseFile
}

// Where no page says that it has painted, for example behind the lock.
const latestWakeMs = 3000

/** Puts the application together behind its window. Nothing of it asks a network or the keychain before `wake`. */
export const compose = async (machine: Machine): Promise<Application> => {
  const { folder, data, log, emit, screen, chooseFile } = machine
  const built = (name: string) => join(folder, `${name}.js`)
  const preferences = createPreferenceFile(data, closeOtherDoors, machine.startPreferences)
  const store = await machine.store
  const { transport, readCertificate, close } = createLateTransport({
    resolveProxy: resolveSystemProxy,
  })
  const builtIn = createBuiltInService({
    fork: forkUtility(built('key-service'), 'Claviger key service'),
    dataDir: join(data, 'key-service'),
  })
  const services = createServices({
    ...{ store, builtIn, emit, log, connectors, screen, chooseFile },
    machine: createMachine(data, machine.ignoredVariables),
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
  const { clearClipboard, sync, lock } = services
  const parts: HandlerParts = {
    ...{ ...services, store, preferences, readCertificate },
    version: app.getVersion(),
    onPreference: () => applyTheme(preferences.read()),
  }
  const onIncident = (incident: string, route: string, cause: unknown) =>
    log('incident', { incident, route, ...faultOf(cause) })
  const router = createRouter(contract, createHandlers(parts), onIncident)
  const waking = createWaking(services, preferences, log)

  return {
    preferences,
    router: gateWhileLocked(async (route, input) => {
      // What shall be watched, a page says after it has painted its first rows.
      if (route === 'keys.watch') waking.painted()
      return router(route, input)
    }, lock),
    wake: waking.wake,
    leave: async () => void lock.close('away'),
    end: async () => {
      waking.end()
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

/** What runs beside the window, from when the page has painted. */
const createWaking = (
  { lock, recoverClipboard, connections }: Services,
  preferences: PreferenceFile,
  log: Log,
) => {
  const { promise, resolve: painted } = Promise.withResolvers<void>()
  let [isOver, stopLooking] = [false, () => {}]
  return {
    painted,
    wake: async (): Promise<void> => {
      await promise.finally(systemClock.after(latestWakeMs, painted))
      if (isOver) return
      stopLooking = watchAbsence({
        ...{ clock: systemClock, presence, onAbsent: lock.close },
        limitMinutes: () => preferences.read().idleMinutes,
      })
      await recoverClipboard()
      await connections.wake().catch(cause => log('built-in-service-not-started', faultOf(cause)))
    },
    end: (): void => {
      isOver = true
      painted()
      stopLooking()
    },
  }
}
