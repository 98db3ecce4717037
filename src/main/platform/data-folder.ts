import { chmodSync, lstatSync, mkdirSync } from 'node:fs'

/**
 * Makes the folder in which all local data lies, for its owner alone (mode 0700), and has everything that this process
 * and its helpers write from now on be for its owner alone, whichever library writes it.
 */
export const openDataFolder = (folder: string): void => {
  process.umask(0o077)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Of a folder that is somewhere else, where a link leads, its owner has decided.
    if (lstatSync(folder).isDirectory()) chmodSync(folder, 0o700)
  } catch {
    // Not ours, or no disk to write to: each file that cannot be written says so itself.
  }
}
