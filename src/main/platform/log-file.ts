import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createLog, type Log } from '../base/log.ts'

const largest = 1024 * 1024

/** The files of the log in `folder`, the older one first. */
export const logFiles = (folder: string): readonly [string, string] => {
  const file = join(folder, 'claviger.log')
  return [`${file}.1`, file]
}

/** `claviger.log` in the data folder, for its owner only; at 1 MiB it becomes `claviger.log.1`. */
export const openLogFile = (folder: string, now: () => number): Log => {
  const [older, file] = logFiles(folder)
  const write = (line: string) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      rotate(file, older)
      appendFileSync(file, line, { mode: 0o600 })
      chmodSync(file, 0o600)
    } catch {
      // A log that cannot be written must not stop what it speaks of.
    }
  }
  return createLog(write, now)
}

const rotate = (file: string, older: string): void => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > largest) renameSync(file, older)
}
