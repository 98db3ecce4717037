import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import { defaultPreferences, Preferences } from '../../shared/domain/preferences.ts'
import { AppError } from '../../shared/error.ts'
import type { PreferenceFile, PreferencesChange } from '../services/ports.ts'
import { isFull } from './store/failure.ts'

const fileName = 'preferences'

const readFileAt = (path: string): Preferences | null => {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!isObject(content)) return null
    return Preferences.safeParse({ ...defaultPreferences, ...content }).data ?? null
  } catch {
    return null
  }
}

const isObject = (content: unknown): content is object =>
  typeof content === 'object' && content !== null && !Array.isArray(content)

const isPresent = (entry: readonly [string, unknown]): boolean => entry[1] !== undefined

const merge = (current: Preferences, change: PreferencesChange): Preferences =>
  Preferences.parse({ ...current, ...Object.fromEntries(Object.entries(change).filter(isPresent)) })

const failed = (error: unknown): AppError =>
  new AppError({ code: 'store', cause: isFull(error) ? 'full' : 'failed' })

const setAside = (folder: string, path: string): void => {
  try {
    renameSync(path, join(folder, `${fileName}.damaged-${Date.now()}.json`))
  } catch {
    // A folder that takes no change keeps the file; nothing will be written to it either.
  }
}

const openStore = (cwd: string): ElectronStore<Preferences> =>
  new ElectronStore({
    ...{ name: fileName, cwd, configFileMode: 0o600 },
    accessPropertiesByDotNotation: false,
  })

/**
 * The preferences in `folder`, read once and kept in memory; unknown members are dropped. A file that cannot be
 * understood is set aside as `preferences.damaged-<ms>.json`, the defaults serve, and `reset` says so. `write` throws
 * `AppError` `store` when the file cannot be written; then `read` answers as before. `onOpen` is called when
 * electron-store was made, which listens to pages from then on.
 */
export const createPreferenceFile = (
  folder: string,
  onOpen: () => void = () => undefined,
): PreferenceFile & { readonly reset: boolean } => {
  const path = join(folder, `${fileName}.json`)
  const found = existsSync(path) ? readFileAt(path) : defaultPreferences
  if (found === null) setAside(folder, path)
  let current = found ?? defaultPreferences
  // Opened by the first write: opening reads the file, and what cannot be read must not keep the application.
  let store: ElectronStore<Preferences> | null = null

  const save = (next: Preferences): void => {
    try {
      if (store === null) {
        store = openStore(folder)
        onOpen()
      }
      store.store = next
    } catch (error) {
      throw failed(error)
    }
  }

  return {
    reset: found === null,
    read: () => current,
    write: change => {
      const next = merge(current, change)
      save(next)
      current = next
      return current
    },
  }
}
