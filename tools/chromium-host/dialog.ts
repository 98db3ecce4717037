import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type {
  Dialog,
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron'
import { browser } from './browser.ts'
import { messageBoxPage, openDialogPage, saveDialogPage } from './dialog-page.ts'
import { type HostPage, openHostPage } from './host-page.ts'
import { implement, notImplemented } from './implement.ts'
import { cancelIdOf, showMessageBoxSync } from './unload-question.ts'

const resize = async ({ targetId, session }: HostPage, height: number): Promise<void> => {
  const { windowId } = await browser().send('Browser.getWindowForTarget', { targetId })
  await browser().send('Browser.setWindowBounds', { windowId, bounds: { width: 520, height } })
  await session.send('Page.bringToFront')
}

/**
 * Dialogs are small windows of the host's own at `https://dialog.host.invalid/`. The synchronous
 * ones are not implemented, since the answer comes over the same loop that they would stop; but for
 * a message box inside `will-prevent-unload`.
 */
const ask = async <Answer>(
  html: string,
  height: number,
  use: (page: HostPage, told: string | undefined) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> => {
  const page = await openHostPage('dialog', html, () => browser().openWindow())
  signal?.addEventListener('abort', page.close)
  // A window that was closed already has its answer.
  await resize(page, height).catch(() => undefined)
  const answer = await use(page, await page.told)
  await page.close()
  return answer
}

/** Asks in a window of the host's own. */
export const showMessageBox = (options: MessageBoxOptions): Promise<MessageBoxReturnValue> => {
  const cancelId = cancelIdOf(options)
  return ask(
    messageBoxPage(options, cancelId),
    280,
    async (_, told) =>
      told === undefined
        ? { response: cancelId, checkboxChecked: options.checkboxChecked ?? false }
        : JSON.parse(told),
    options.signal,
  )
}

const chosenPaths = async ({ session }: HostPage, count: number): Promise<string[]> => {
  const indexes = Array.from({ length: count }, (_, index) => index)
  return Promise.all(
    indexes.map(async index => {
      const { result } = await session.send('Runtime.evaluate', {
        expression: `chosen[${index}]`,
      })
      if (result.objectId === undefined) throw new Error('The chosen file is gone')
      const { path } = await session.send('DOM.getFileInfo', { objectId: result.objectId })
      if (path === '') throw new Error('The chosen file is on no disk')
      return path
    }),
  )
}

const showOpenDialog = (options: OpenDialogOptions): Promise<OpenDialogReturnValue> => {
  if (options.properties?.includes('openDirectory')) notImplemented('choosing a folder')
  return ask(openDialogPage(options), 260, async (page, told) => {
    const count: number | null = told === undefined ? null : JSON.parse(told)
    return count === null
      ? { canceled: true, filePaths: [] }
      : { canceled: false, filePaths: await chosenPaths(page, count) }
  })
}

const showSaveDialog = async (options: SaveDialogOptions): Promise<SaveDialogReturnValue> => {
  const path = resolve(homedir(), options.defaultPath ?? '')
  const filePath = await ask<string | null>(saveDialogPage(options, path), 240, async (_, told) =>
    told === undefined ? null : JSON.parse(told),
  )
  if (filePath === null) return { canceled: true, filePath: '' }
  const chosen = resolve(homedir(), filePath)
  if (!existsSync(chosen)) return { canceled: false, filePath: chosen }
  const { response } = await showMessageBox({
    type: 'warning',
    message: 'Replace the file?',
    detail: chosen,
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0
    ? { canceled: false, filePath: chosen }
    : showSaveDialog({ ...options, defaultPath: chosen })
}

/** Electron takes a parent window before the options; a dialog here has no parent. */
const lastOf = <Options>(parameters: readonly unknown[]): Options =>
  // The overloads of Electron end in the options, with or without a window before them.
  (parameters.at(-1) ?? {}) as Options

export const dialog = implement<Dialog>('dialog', {
  showMessageBox: async (...parameters: readonly unknown[]) => showMessageBox(lastOf(parameters)),
  showOpenDialog: async (...parameters: readonly unknown[]) => showOpenDialog(lastOf(parameters)),
  showSaveDialog: async (...parameters: readonly unknown[]) => showSaveDialog(lastOf(parameters)),
  showMessageBoxSync: (...parameters: readonly unknown[]) => showMessageBoxSync(lastOf(parameters)),
  showErrorBox: (title, content) => {
    process.stderr.write(`${title}\n${content}\n`)
  },
})
