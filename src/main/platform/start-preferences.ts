import { join } from 'node:path'
import { defaultPreferences, type Preferences } from '../../shared/domain/preferences.ts'
import {
  findPreferences,
  previousOf,
  removeLeftovers,
  setPreferencesAside,
} from './preference-text.ts'

export const fileName = 'preferences'

export const preferencePath = (folder: string): string => join(folder, `${fileName}.json`)

/** What serves at start; `reset` when it is the defaults although there was a file. */
export type StartPreferences = { readonly current: Preferences; readonly reset: boolean }

/** Reads them without what writes them, which takes longer to load than a window may wait. */
export const readStartPreferences = (folder: string): StartPreferences => {
  const path = preferencePath(folder)
  removeLeftovers(path)
  const found = findPreferences(path)
  if (found.kind === 'sound') return { current: found.preferences, reset: false }
  if (found.kind === 'absent') return { current: defaultPreferences, reset: false }
  setPreferencesAside(path)
  const previous = findPreferences(previousOf(path))
  return previous.kind === 'sound'
    ? { current: previous.preferences, reset: false }
    : { current: defaultPreferences, reset: true }
}
