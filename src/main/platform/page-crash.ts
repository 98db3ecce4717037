import { app, type BrowserWindow, dialog, type WebContents } from 'electron'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'

const mostReloads = 3
const withinMs = 60_000

/** What the page showed is in main, a new secret too, so it is loaded again; time and again, only if the user wants it. */
export const reloadAfterCrash = (window: BrowserWindow, log: Log): void => {
  const { webContents } = window
  let reloads: readonly number[] = []
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (renewed.delete(webContents)) {
      webContents.reload()
      return
    }
    log('page-gone', { reason })
    if (reason === 'clean-exit') return
    const now = performance.now()
    const recent = reloads.filter(at => now - at < withinMs)
    const isLoop = recent.length >= mostReloads
    reloads = isLoop ? [] : [...recent, now]
    if (isLoop) askWhatNow(window).catch(cause => log('crash-not-told', faultOf(cause)))
    else webContents.reload()
  })
}

const renewed = new WeakSet<WebContents>()

/** Ends the page with everything that it has in memory, and loads it anew; that is no crash. */
export const renewPage = (contents: WebContents): void => {
  renewed.add(contents)
  contents.forcefullyCrashRenderer()
}

const loadAgain = 0

const askWhatNow = async (window: BrowserWindow): Promise<void> => {
  // A page that crashed before it was first drawn has never been shown, nor would be a question in front of it.
  window.show()
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window has crashed several times',
    detail:
      'Your connections and keys are safe. Load the window again: a new key that has not been stored yet is still there. Once you quit, nobody can see that key again.',
    buttons: ['Load again', 'Quit'],
    defaultId: loadAgain,
    cancelId: loadAgain,
    noLink: true,
  })
  if (response !== loadAgain) app.quit()
  else if (!window.isDestroyed()) window.webContents.reload()
}
