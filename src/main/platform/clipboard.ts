import { ClipboardItem, clipboard } from 'electron'
import { AppError } from '../../shared/error.ts'
import { type Secret, unverified } from '../base/secret.ts'
import type { Clipboard } from '../services/ports.ts'

const raw = (format: string) => `electron application/osclipboard;format="${format}"`

/** What clipboard histories look for: KDE's Klipper, macOS by nspasteboard.org, Windows' history and cloud. */
const concealed: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>>> = {
  linux: { [raw('x-kde-passwordManagerHint')]: 'secret' },
  darwin: { [raw('org.nspasteboard.ConcealedType')]: '1' },
  win32: { [raw('ExcludeClipboardContentFromMonitorProcessing')]: '1' },
}

// Where another program has what is on the clipboard, that program answers, or does not.
const longestMs = 3_000

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new AppError({ code: 'clipboard' })), longestMs)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

/** On Linux what was selected last is on a clipboard of its own, the primary selection. */
const boards = () => (process.platform === 'linux' ? [clipboard, clipboard.selection] : [clipboard])

export const systemClipboard: Clipboard = {
  read: async () => {
    try {
      const text = await inTime(clipboard.readText())
      return text === '' ? null : unverified(text)
    } catch (cause) {
      throw new AppError({ code: 'no-key-on-clipboard' }, { cause })
    }
  },
  write: async (value: Secret) => {
    const hints = concealed[process.platform] ?? {}
    try {
      const item = new ClipboardItem({ 'text/plain': value.expose(), ...hints })
      await inTime(clipboard.write([item]))
    } catch (cause) {
      throw new AppError({ code: 'clipboard' }, { cause })
    }
  },
  clearIf: async value => {
    await Promise.all(
      boards().map(async board => {
        if ((await inTime(board.readText())) === value.expose()) board.clear()
      }),
    )
  },
}
