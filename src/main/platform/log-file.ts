import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { createLog, type Log } from '../base/log.ts'

const largest = 1024 * 1024

/** The files of the log in `folder`, the older one first. */
export const logFiles = (folder: string): readonly [string, string] => {
  const file = join(folder, 'claviger.log')
  return [`${file}.1`, file]
}

/**
 * `claviger.log` in the data folder, for its owner only; at 1 MiB it becomes `claviger.log.1`, as does a folder in its
 * place. A link in its place is not followed but removed, and so is a pipe. A line is written whole or not at all.
 */
export const openLogFile = (folder: string, now: () => number): Log => {
  const [older, file] = logFiles(folder)
  const write = (line: string) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      rotate(file, older)
      append(file, line)
    } catch {
      // A log that cannot be written must not stop what it speaks of.
    }
  }
  return createLog(write, now)
}

const rotate = (file: string, older: string): void => {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (!found || (found.isFile() && found.size <= largest)) return
  const mayHoldLines = found.isFile() || found.isDirectory()
  if (mayHoldLines) rmSync(older, { force: true, recursive: true })
  if (mayHoldLines) renameSync(file, older)
  else rmSync(file)
}

// Windows has neither of the last two, and there they are undefined.
const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
const flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK

// A power cut may have left half a line, onto which the next must not be put.
const endsInLine = (descriptor: number, size: number): boolean => {
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 0x0a)
}

const append = (file: string, line: string): void => {
  const descriptor = openSync(file, flags, 0o600)
  try {
    fchmodSync(descriptor, 0o600)
    const { size } = fstatSync(descriptor)
    const bytes = Buffer.from(endsInLine(descriptor, size) ? line : `\n${line}`)
    try {
      for (let written = 0; written < bytes.length; )
        written += writeSync(descriptor, bytes, written)
    } catch (cause) {
      // Of a full disk: the next line must not begin in the middle of this one.
      ftruncateSync(descriptor, size)
      throw cause
    }
  } finally {
    closeSync(descriptor)
  }
}
