import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './durable-file.ts'

// SQLite makes these beside the database, with the database's mode.
const companions = ['-wal', '-shm']

/** Makes the folder (mode 0700) and the file (0600, its companions too) private, and the file where it is missing. */
export const makePrivate = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  restrict(dirname(file))
  closeSync(openSync(file, 'a', 0o600))
  for (const suffix of ['', ...companions]) restrict(file + suffix)
  syncFolder(dirname(file))
}

// Takes rights from others and gives the owner none that somebody took away.
const restrict = (path: string): void => {
  try {
    chmodSync(path, statSync(path).mode & 0o700)
  } catch {
    // Not there, not ours, or a file system without modes: nothing that opening the store could change.
  }
}

/** Moves a damaged database, its companions with it, to `<file>.damaged-<UTC time>` and answers that path. */
export const setAside = (file: string, now: Date): string => {
  const aside = `${file}.damaged-${now.toISOString().replaceAll(/[:.]/g, '-')}`
  moveWithCompanions(file, aside)
  return aside
}

/** Undoes `setAside`, in the place of whatever has been made since. */
export const putBack = (file: string, aside: string): void => {
  for (const suffix of ['', ...companions]) rmSync(file + suffix, { force: true })
  moveWithCompanions(aside, file)
}

// The database goes last: while it is in its place, the next opening finds it and finishes.
const moveWithCompanions = (from: string, to: string): void => {
  for (const suffix of companions) {
    if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix)
  }
  renameSync(from, to)
  syncFolder(dirname(to))
}

const suspicionOf = (file: string): string => `${file}.suspect`

/** Damage was met while the file was in use: it is to be checked whole. */
export const isSuspect = (file: string): boolean => existsSync(suspicionOf(file))

/** Has the next opening check the file whole, if the disk takes so much as an empty file. */
export const markSuspect = (file: string): void => {
  try {
    closeSync(openSync(suspicionOf(file), 'w', 0o600))
  } catch {
    // The failure that led here is the one to tell.
  }
}

/** For the one who holds the file alone and found it sound. */
export const clearLeftovers = (file: string): void => {
  for (const left of [suspicionOf(file), `${file}-shm`]) rmSync(left, { force: true })
}
