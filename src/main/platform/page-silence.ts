import { type BrowserWindow, dialog } from 'electron'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'
import { renewPage } from './page-crash.ts'

const wait = 0

/** A page that answers no more, and has not crashed: a person says whether to wait for it. What it showed is in main. */
export const askWhenSilent = (window: BrowserWindow, log: Log): void => {
  const { webContents } = window
  let question: AbortController | null = null
  const ask = async (signal: AbortSignal) => {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window does not answer',
      detail:
        'Your connections and keys are safe. Wait for it, or load it again: a new key that has not been stored yet is still there.',
      buttons: ['Wait', 'Load again'],
      defaultId: wait,
      cancelId: wait,
      noLink: true,
      signal,
    })
    if (response !== wait && !signal.aborted && !window.isDestroyed()) renewPage(webContents)
  }
  const answered = () => {
    question?.abort()
    question = null
  }
  webContents.on('unresponsive', () => {
    if (question) return
    log('page-silent')
    const own = new AbortController()
    question = own
    ask(own.signal)
      .catch(cause => log('silence-not-told', faultOf(cause)))
      .finally(() => {
        if (question === own) question = null
      })
  })
  webContents.on('responsive', answered)
  webContents.on('render-process-gone', answered)
}
