import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { eventChannel, requestChannel } from '../../shared/bridge.ts'
import type { Result } from '../../shared/error.ts'
import { limitCrowd } from '../ipc/crowd.ts'
import type { Router } from '../ipc/router.ts'
import type { Emit } from '../services/ports.ts'
import { isTrusted } from './sender.ts'

const untrusted: Result<never> = { ok: false, error: { code: 'untrusted-sender' } }

/** The door's first gate: who asks, and how often. Registers the one request channel. */
export const openDoor = (router: Router, ownContents: () => WebContents | null): void => {
  const limited = limitCrowd(router)
  ipcMain.handle(requestChannel, async (event: IpcMainInvokeEvent, message: unknown) => {
    if (!isTrusted(event, ownContents()?.id ?? null)) return untrusted
    const { route, input } = Object(message) as {
      readonly route?: unknown
      readonly input?: unknown
    }
    return limited(route, input)
  })
}

/**
 * Closes what a library has opened beside the door: electron-store answers whoever asks, without a look at the sender.
 * The door itself is a handler, which no listener is.
 */
export const closeOtherDoors = (): void => {
  // Electron's own listener to `error` keeps a page from making the emitter throw.
  const others = ipcMain.eventNames().filter(name => name !== 'error')
  for (const name of others) ipcMain.removeAllListeners(String(name))
}

export const createEmit =
  (ownContents: () => WebContents | null): Emit =>
  (name, data) =>
    ownContents()?.send(eventChannel, { name, data })
