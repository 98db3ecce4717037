import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, type fileCauses, infoOf } from '../../shared/error.ts'
import { syncFolder } from './store/durable-file.ts'

type FileCause = (typeof fileCauses)[number]

/** What stands at `path` now: a file or a link may be replaced by who was asked. Throws `AppError` `file` for all else. */
export const standsAt = async (path: string): Promise<boolean> => {
  try {
    const found = await lstat(path)
    if (!found.isFile() && !found.isSymbolicLink()) throw fileError('not-a-file')
    return true
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false
    throw asFileError(cause)
  }
}

/**
 * Puts `content` (UTF-8) at `path`, mode 0600. It is written beside it, brought to the disk, and takes the place only
 * when it is whole: until then, and after a failure, what was there is there. A link is replaced, not written through.
 * `replaces`: whether something may stand there; what came since is left alone. Throws `AppError` `file` (`denied`,
 * `read-only`, `full`, `not-a-file`, `failed`), or what `content` throws.
 */
export const writeWholeFile = async (
  path: string,
  content: AsyncIterable<string>,
  replaces: boolean,
): Promise<void> => {
  const fresh = join(dirname(path), `.claviger-${randomUUID()}.tmp`)
  try {
    await fill(fresh, content)
    await (replaces ? rename(fresh, path) : putNew(fresh, path))
    syncFolder(dirname(path))
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => undefined)
    throw asFileError(cause)
  }
}

const fill = async (file: string, content: AsyncIterable<string>): Promise<void> => {
  const handle = await open(file, 'wx', 0o600)
  try {
    for await (const text of content) await writeWhole(handle, Buffer.from(text))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

// write(2) may take a part only and say so by its count: on a nearly full disk that is the only sign.
const writeWhole = async (handle: FileHandle, bytes: Buffer): Promise<void> => {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written)
    if (bytesWritten === 0) throw fileError('full')
    written += bytesWritten
  }
}

/** Fails if something has come to stand there, which nobody was asked about. */
const putNew = async (fresh: string, path: string): Promise<void> => {
  try {
    await link(fresh, path)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw cause
    // FAT and some network drives have no second names for a file.
    await copyFile(fresh, path, constants.COPYFILE_EXCL)
  }
  await rm(fresh, { force: true })
}

const causes: Readonly<Record<string, FileCause>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EISDIR: 'not-a-file',
  ENOTDIR: 'not-a-file',
  ENAMETOOLONG: 'not-a-file',
  EINVAL: 'not-a-file',
}

const fileError = (cause: FileCause, original?: unknown): AppError =>
  new AppError({ code: 'file', cause }, { cause: original })

const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null

/** A failure of the disk as data; any other is what it was. */
const asFileError = (cause: unknown): unknown => {
  const code = codeOf(cause)
  if (infoOf(cause) !== null || code === null || !/^E[A-Z\d]+$/.test(code)) return cause
  return fileError(causes[code] ?? 'failed', cause)
}
