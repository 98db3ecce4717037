import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

// Far more than any of our own: what is larger somebody else has put there.
const largest = 256 * 1024 * 1024

/** Text of `file`, or null when it cannot be read. A link is not followed, and at a pipe nothing waits. */
export const readOrNull = (file: string): string | null => {
  try {
    const found = lstatSync(file)
    return found.isFile() && found.size <= largest ? readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}

/**
 * Puts `text` in the place of `file` (mode 0600). When it returned, the text survives a power cut; when it throws (an
 * errno), `file` is what it was.
 */
export const writeDurably = (file: string, text: string): void => {
  const fresh = `${file}.tmp`
  for (const path of [file, fresh]) makeWay(path)
  try {
    writeFresh(fresh, text)
    renameSync(fresh, file)
  } catch (cause) {
    rmSync(fresh, { force: true })
    throw cause
  }
  syncFolder(dirname(file))
}

/**
 * Puts `text` in the place of `file` (mode 0600) and keeps what was there as `<file>.bak`. When it returned, the
 * text survives a power cut; when it throws (an errno), `file` is what it was. The answer undoes the replacement.
 */
export const replaceDurably = (file: string, text: string): (() => void) => {
  const fresh = `${file}.tmp`
  const previous = `${file}.bak`
  const undo = () => {
    rmSync(file, { force: true })
    move(previous, file)
  }
  for (const path of [file, fresh, previous]) makeWay(path)
  try {
    writeFresh(fresh, text)
    if (!move(file, previous)) rmSync(previous, { force: true })
  } catch (cause) {
    rmSync(fresh, { force: true })
    throw cause
  }
  try {
    renameSync(fresh, file)
    syncFolder(dirname(file))
    return undo
  } catch (cause) {
    undo()
    throw cause
  }
}

// A folder, link or pipe in the place of a file is moved aside: nothing could be renamed over a folder.
const makeWay = (path: string): void => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found && !found.isFile()) renameSync(path, `${path}.damaged-${Date.now()}`)
}

const writeFresh = (file: string, text: string): void => {
  // A left-over of a crash, or somebody's link, is removed and not written through.
  rmSync(file, { force: true })
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeWhole(descriptor, Buffer.from(text))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

// write(2) may take a part only and say so by its count: on a nearly full disk that is the only sign.
const writeWhole = (descriptor: number, bytes: Buffer): void => {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written)
  }
}

/** False when there was nothing to move. */
const move = (from: string, to: string): boolean => {
  try {
    renameSync(from, to)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false
    throw cause
  }
}

/** Makes renames in `folder` survive a power cut. Windows has no such call and does not need it. */
export const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
