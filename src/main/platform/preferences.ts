import ElectronStore from 'electron-store'
import { Preferences } from '../../shared/domain/preferences.ts'
import { AppError } from '../../shared/error.ts'
import type { PreferenceFile, PreferencesChange } from '../services/ports.ts'
import { replaceWatched } from './preference-text.ts'
import { fileName, preferencePath, readStartPreferences } from './start-preferences.ts'
import { isFull } from './store/failure.ts'

const isPresent = (entry: readonly [string, unknown]): boolean => entry[1] !== undefined

const merge = (current: Preferences, change: PreferencesChange): Preferences =>
  Preferences.parse({ ...current, ...Object.fromEntries(Object.entries(change).filter(isPresent)) })

const failed = (cause: 'full' | 'failed'): AppError => new AppError({ code: 'store', cause })

const openStore = (cwd: string): ElectronStore<Preferences> =>
  new ElectronStore({
    ...{ name: fileName, cwd, configFileMode: 0o600 },
    accessPropertiesByDotNotation: false,
  })

/**
 * The preferences in `folder`, read once and kept in memory; unknown members are dropped. A file that cannot be
 * understood is set aside as `preferences.damaged-<ms>.json`; then the one before serves, and without one the
 * defaults, of which `reset` tells. `write` throws `AppError` `store` when the file cannot be written; then file and
 * `read` are as before. `onOpen` is called when electron-store was made, which listens to pages from then on.
 */
export const createPreferenceFile = (
  folder: string,
  onOpen: () => void = () => undefined,
  start = readStartPreferences(folder),
): PreferenceFile & { readonly reset: boolean } => {
  const path = preferencePath(folder)
  let { current } = start
  // Opened by the first write: opening reads the file, and what cannot be read must not keep the application.
  let store: ElectronStore<Preferences> | null = null

  const put = (next: Preferences): void => {
    if (store === null) {
      store = openStore(folder)
      onOpen()
    }
    store.store = next
  }

  const save = (next: Preferences): boolean => {
    try {
      return replaceWatched(path, next, () => put(next))
    } catch (error) {
      throw failed(isFull(error) ? 'full' : 'failed')
    }
  }

  return {
    reset: start.reset,
    read: () => current,
    write: change => {
      const next = merge(current, change)
      if (!save(next)) throw failed('full')
      current = next
      return current
    },
  }
}
