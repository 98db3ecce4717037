import type { Dialog, MessageBoxOptions, MessageBoxReturnValue, SaveDialogOptions } from 'electron'
import { browser } from './browser.ts'
import { messageBoxPage } from './dialog-page.ts'
import { type HostPage, openHostPage } from './host-page.ts'
import { implement } from './implement.ts'
import { askWhere } from './save-dialog.ts'
import { cancelIdOf, showMessageBoxSync } from './unload-question.ts'

const resize = async ({ targetId, session }: HostPage): Promise<void> => {
  const { windowId } = await browser().send('Browser.getWindowForTarget', { targetId })
  const bounds = { width: 520, height: 280 }
  await browser().send('Browser.setWindowBounds', { windowId, bounds })
  await session.send('Page.bringToFront')
}

const show = async (html: string): Promise<HostPage> => {
  const page = await openHostPage('dialog', html, () => browser().openWindow())
  // A window that was closed already has its answer.
  await resize(page).catch(() => undefined)
  return page
}

/**
 * Asks in a small window of the host's own, at `https://dialog.host.invalid/`. The synchronous question is not
 * implemented, since the answer comes over the same loop that it would stop; but for one inside `will-prevent-unload`.
 */
export const showMessageBox = async (
  options: MessageBoxOptions,
): Promise<MessageBoxReturnValue> => {
  const cancelId = cancelIdOf(options)
  const html = messageBoxPage(options, cancelId)
  const page = await show(html)
  options.signal?.addEventListener('abort', page.close)
  const told = await page.told
  await page.close()
  return told === undefined
    ? { response: cancelId, checkboxChecked: options.checkboxChecked ?? false }
    : JSON.parse(told)
}

/** Electron takes a parent window before the options; a dialog here has no parent. */
const lastOf = <Options>(parameters: readonly unknown[]): Options =>
  // The overloads of Electron end in the options, with or without a window before them.
  (parameters.at(-1) ?? {}) as Options

export const dialog = implement<Dialog>('dialog', {
  showMessageBox: async (...parameters: readonly unknown[]) => showMessageBox(lastOf(parameters)),
  showMessageBoxSync: (...parameters: readonly unknown[]) => showMessageBoxSync(lastOf(parameters)),
  showSaveDialog: (...parameters: readonly unknown[]) =>
    askWhere({ show, showMessageBox }, lastOf<SaveDialogOptions>(parameters)),
  showErrorBox: (title, content) => {
    process.stderr.write(`${title}\n${content}\n`)
  },
})
