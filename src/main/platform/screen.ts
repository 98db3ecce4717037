import type { BrowserWindow } from 'electron'
import type { Screen } from '../services/ports.ts'
import { renewPage } from './page-crash.ts'

/** The window's side of what a secret on the screen needs; nothing happens until there is a window. */
export const createScreen = () => {
  let window: BrowserWindow | null = null
  let gone = () => {}
  const own = () => (window?.isDestroyed() === false ? window : null)
  const screen: Screen = {
    // macOS and Windows keep it out of captures; elsewhere the call does nothing.
    protect: on => own()?.setContentProtection(on),
    renew: () => {
      const contents = own()?.webContents
      if (contents) renewPage(contents)
    },
    onGone: run => {
      gone = run
    },
  }
  return {
    screen,
    /** To be called before the window's page is loaded. */
    attach: (opened: BrowserWindow): void => {
      window = opened
      // Another page is here: after a crash, a reload, or a renewal.
      opened.webContents.on('did-navigate', () => gone())
    },
  }
}
