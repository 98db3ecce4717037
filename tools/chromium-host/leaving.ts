import type { EventEmitter } from 'node:events'
import type { Protocol, Session } from './connection.ts'
import { showMessageBox } from './dialog.ts'
import type { Frames } from './frames.ts'
import { emitPreventable } from './implement.ts'
import { buttonFor, hearListeners, tellListeners } from './unload-question.ts'
import type { HostContents } from './web-contents.ts'

// Asked by an event of the host's own, as the browser's would put its dialog before the user.
const askToLeave = `(() => {
  const event = document.createEvent('BeforeUnloadEvent')
  event.initEvent('beforeunload', false, true)
  window.dispatchEvent(event)
  return event.defaultPrevented || event.returnValue !== ''
})()`

/** Asks the page's beforeunload handlers, whether or not a user has touched the page. */
export const wantsToStay = async (session: Session, frames: Frames): Promise<boolean> => {
  const contextId = frames.preloadContext()
  if (contextId === undefined) return false
  const reply = await session
    .send('Runtime.evaluate', { expression: askToLeave, contextId, returnByValue: true })
    .catch((): Partial<Protocol.Runtime.evaluateReturnValue> => ({}))
  return reply.result?.value === true
}

export type Closing = { readonly try: () => Promise<boolean>; readonly force: () => Promise<void> }

/** Runs the listeners of will-prevent-unload; true when they let the page leave. */
const listenersAllow = (contents: HostContents) => (): boolean =>
  emitPreventable(contents.emitter, 'will-prevent-unload')

const mayLeave = async (contents: HostContents): Promise<boolean> => {
  if (!(await contents.wantsToStay())) return true
  const outcome = hearListeners(listenersAllow(contents))
  if (outcome.kind === 'decided') return outcome.leave
  const { response } = await showMessageBox(outcome.options)
  return tellListeners(response, listenersAllow(contents))
}

export const createClosing = (
  contents: HostContents,
  emitter: EventEmitter,
  state: { closing: boolean },
): Closing => {
  const force = async () => {
    state.closing = true
    await contents.close()
  }
  return {
    force,
    try: async () => {
      if (contents.electron.isDestroyed()) return true
      if (emitPreventable(emitter, 'close') || !(await mayLeave(contents))) return false
      await force()
      return true
    },
  }
}

/**
 * The user closes or leaves a page that objects, and the browser asks with its own dialog. Listeners
 * that decide by themselves answer it; when they ask the user, the user's answer to it is theirs.
 */
export const answerBrowser = async (
  contents: HostContents,
  state: { closing: boolean },
  session: Session,
) => {
  const answer = (accept: boolean) =>
    session.send('Page.handleJavaScriptDialog', { accept }).catch(() => undefined)
  if (state.closing) return answer(true)
  const outcome = hearListeners(listenersAllow(contents))
  if (outcome.kind === 'decided') return answer(outcome.leave)
  const { result } = await new Promise<{ readonly result: boolean }>(resolve => {
    const stop = session.on('Page.javascriptDialogClosed', closed => {
      stop()
      resolve(closed)
    })
  })
  tellListeners(buttonFor(outcome.options, result), listenersAllow(contents))
}
