import { EventEmitter } from 'node:events'
import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import { createEvent, implement } from './implement.ts'
import { decode, encode } from './wire.ts'

type Handler = (event: IpcMainInvokeEvent, ...parameters: unknown[]) => unknown
type Outcome = { readonly ok: boolean; readonly value: string }

const handlers = new Map<string, Handler>()
const listeners = new EventEmitter()

const handle = (channel: string, handler: Handler) => {
  if (handlers.has(channel))
    throw new Error(`Attempted to register a second handler for '${channel}'`)
  handlers.set(channel, handler)
}

export const ipcMain = implement<IpcMain>(
  'ipcMain',
  {
    handle,
    handleOnce: (channel: string, handler: Handler) =>
      handle(channel, (...parameters) => {
        handlers.delete(channel)
        return handler(...parameters)
      }),
    removeHandler: (channel: string) => {
      handlers.delete(channel)
    },
  },
  listeners,
)

const eventOf = (sender: WebContents, senderFrame: WebFrameMain | null) =>
  createEvent({
    type: 'frame' as const,
    sender,
    senderFrame,
    processId: senderFrame?.processId ?? 0,
    frameId: senderFrame?.routingId ?? 0,
  })

/** Runs the handler of `channel`; a failure crosses as its text, as Electron writes it. */
export const invoke = async (
  sender: WebContents,
  frame: WebFrameMain | null,
  channel: string,
  parameters: string,
): Promise<Outcome> => {
  try {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    const value = await handler(eventOf(sender, frame), ...(decode(parameters) as unknown[]))
    return { ok: true, value: encode(value) }
  } catch (error) {
    return { ok: false, value: encode(`Error invoking remote method '${channel}': ${error}`) }
  }
}

/** Hands a one-way message to `ipcMain`'s listeners. */
export const deliver = (
  sender: WebContents,
  frame: WebFrameMain | null,
  channel: string,
  parameters: string,
): void => {
  listeners.emit(channel, eventOf(sender, frame), ...(decode(parameters) as unknown[]))
}
