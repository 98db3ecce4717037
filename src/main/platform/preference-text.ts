import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { defaultPreferences, Preferences } from '../../shared/domain/preferences.ts'
import { readOrNull, writeDurably } from './store/durable-file.ts'

/** What is at the path: preferences, nothing, or what cannot be taken for preferences. */
export type Found =
  | { readonly kind: 'absent' | 'damaged' }
  | { readonly kind: 'sound'; readonly preferences: Preferences }

// Of a file that is larger nothing is ours.
const largest = 1024 * 1024

/** Members that nobody knows are dropped. */
export const findPreferences = (path: string): Found => {
  if (!lstatSync(path, { throwIfNoEntry: false })) return { kind: 'absent' }
  const preferences = parse(textAt(path))
  return preferences === null ? { kind: 'damaged' } : { kind: 'sound', preferences }
}

/** Null for a link, which is not followed, a pipe, at which reading would wait for ever, and what else is no text of ours. */
const textAt = (path: string): string | null => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isFile() && found.size <= largest ? readOrNull(path) : null
}

const parse = (text: string | null): Preferences | null => {
  try {
    const content: unknown = JSON.parse((text ?? '').replace(/^\ufeff/, ''))
    if (!isObject(content)) return null
    return Preferences.safeParse({ ...defaultPreferences, ...content }).data ?? null
  } catch {
    return null
  }
}

const isObject = (content: unknown): content is object =>
  typeof content === 'object' && content !== null && !Array.isArray(content)

/** Moves what is there to `preferences.damaged-<ms>.json`; a folder that takes no change keeps it. */
export const setPreferencesAside = (path: string): void => {
  try {
    renameSync(path, path.replace(/\.json$/, `.damaged-${Date.now()}.json`))
  } catch {
    // Nothing will be written to it either.
  }
}

/** The preferences before, in the same form. */
export const previousOf = (path: string): string => `${path}.bak`

/**
 * Lets `write` replace the file. electron-store writes what a nearly full disk takes and puts it in the place of the
 * file without an error: so the file before is kept first, and put back when the one after is not `next`. Answers
 * whether it is; throws what was thrown by `write` or in keeping the file (an errno).
 */
export const replaceWatched = (path: string, next: Preferences, write: () => void): boolean => {
  if (findPreferences(path).kind === 'damaged') setPreferencesAside(path)
  const before = textAt(path)
  if (before !== null && before !== textAt(previousOf(path))) writeDurably(previousOf(path), before)
  try {
    write()
  } catch (cause) {
    if (textAt(path) !== before) putBack(path, before)
    throw cause
  } finally {
    removeLeftovers(path)
  }
  const after = findPreferences(path)
  const isWhole = after.kind === 'sound' && isDeepStrictEqual(after.preferences, next)
  if (!isWhole) putBack(path, before)
  return isWhole
}

// A rename needs no room on the disk.
const putBack = (path: string, before: string | null): void => {
  if (before === null) rmSync(path, { force: true })
  else renameSync(previousOf(path), path)
}

/** Removes what electron-store and this file leave behind when they are killed in the middle of a write. */
export const removeLeftovers = (path: string): void => {
  const isOurs = (name: string) =>
    name.startsWith(`${basename(path)}.tmp-`) || name === `${basename(path)}.bak.tmp`
  try {
    for (const name of readdirSync(dirname(path)).filter(isOurs))
      rmSync(join(dirname(path), name), { force: true })
  } catch {
    // They take room, and do no other harm.
  }
}
