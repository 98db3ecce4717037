import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { MessageBoxOptions, SaveDialogOptions, SaveDialogReturnValue } from 'electron'
import { savePage } from './dialog-page.ts'
import type { HostPage } from './host-page.ts'

/** How this host asks: in a window of its own, and by a message box. */
export type Asking = {
  readonly show: (html: string) => Promise<HostPage>
  readonly showMessageBox: (options: MessageBoxOptions) => Promise<{ readonly response: number }>
}

/** Electron's default: the Downloads folder, or the home folder where there is none. */
const usualFolder = (): string => {
  const downloads = join(homedir(), 'Downloads')
  return existsSync(downloads) ? downloads : homedir()
}

const dismissed: SaveDialogReturnValue = { canceled: true, filePath: '' }

/** Asks for a path, and before a file is replaced, where that was wished, whether it may be. */
export const askWhere = async (
  asking: Asking,
  options: SaveDialogOptions,
): Promise<SaveDialogReturnValue> => {
  const suggested = resolve(usualFolder(), options.defaultPath ?? '')
  const page = await asking.show(savePage(options, suggested))
  const told = await page.told
  await page.close()
  if (!told) return dismissed
  const filePath = resolve(usualFolder(), told)
  if (!options.properties?.includes('showOverwriteConfirmation') || !existsSync(filePath))
    return { canceled: false, filePath }
  const { response } = await asking.showMessageBox({
    message: 'A file of this name exists',
    detail: filePath,
    buttons: ['Cancel', 'Replace'],
    cancelId: 0,
  })
  return response === 1
    ? { canceled: false, filePath }
    : askWhere(asking, { ...options, defaultPath: filePath })
}
