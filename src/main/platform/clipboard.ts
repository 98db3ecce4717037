import { ClipboardItem, clipboard } from 'electron'
import { AppError } from '../../shared/error.ts'
import { type Secret, secret } from '../base/secret.ts'
import type { Clipboard } from '../services/ports.ts'

const raw = (format: string) => `electron application/osclipboard;format="${format}"`

/** What clipboard histories look for: KDE's Klipper, macOS by nspasteboard.org, Windows' history and cloud. */
const concealed: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>>> = {
  linux: { [raw('x-kde-passwordManagerHint')]: 'secret' },
  darwin: { [raw('org.nspasteboard.ConcealedType')]: '1' },
  win32: { [raw('ExcludeClipboardContentFromMonitorProcessing')]: '1' },
}

/** On Linux what was selected last is on a clipboard of its own, the primary selection. */
const boards = () => (process.platform === 'linux' ? [clipboard, clipboard.selection] : [clipboard])

export const systemClipboard: Clipboard = {
  read: async () => {
    try {
      const text = await clipboard.readText()
      return text === '' ? null : secret(text)
    } catch (cause) {
      throw new AppError({ code: 'no-key-on-clipboard' }, { cause })
    }
  },
  write: async (value: Secret) => {
    const hints = concealed[process.platform] ?? {}
    try {
      await clipboard.write([new ClipboardItem({ 'text/plain': value.expose(), ...hints })])
    } catch (cause) {
      throw new AppError({ code: 'clipboard' }, { cause })
    }
  },
  clearIf: async value => {
    for (const board of boards()) {
      if ((await board.readText()) === value.expose()) board.clear()
    }
  },
}
