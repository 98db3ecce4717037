import { AppError } from '../../../shared/error.ts'

// https://www.sqlite.org/rescode.html
const generic = 1
const locked = 6
const readOnly = 8
const ioError = 10
const corrupt = 11
const full = 13
const cannotOpen = 14
const notADatabase = 26

const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException =>
  cause instanceof Error && 'code' in cause

/** Primary SQLite result code of an error of node:sqlite, or null. */
const sqliteCode = (cause: unknown): number | null =>
  cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode & 0xff
    : null

/** The file is not, or no longer, a sound database. */
export const isDamage = (cause: unknown): boolean => {
  const code = sqliteCode(cause)
  return code === corrupt || code === notADatabase
}

/** A statement of this connection is still being walked, and needs what was to go. */
export const isInUse = (cause: unknown): boolean => sqliteCode(cause) === locked

/** At opening: SQLite does not know what it reads. In a statement of ours the same code would be a bug. */
export const isUnknownFormat = (cause: unknown): boolean => sqliteCode(cause) === generic

/** The disk or the folder stands in the way; the file itself may be sound. */
export const isObstacle = (cause: unknown): boolean =>
  [readOnly, ioError, full, cannotOpen].includes(sqliteCode(cause) ?? 0)

export const isFull = (cause: unknown): boolean =>
  sqliteCode(cause) === full ||
  (isSystemError(cause) && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(cause.code ?? ''))

const isReadOnly = (cause: unknown): boolean =>
  sqliteCode(cause) === readOnly ||
  (isSystemError(cause) && ['EROFS', 'EACCES', 'EPERM'].includes(cause.code ?? ''))

/** An error of SQLite or of the file system as the `store` error that it means; null when it is a bug. */
export const storeError = (cause: unknown): AppError | null => {
  if (cause instanceof AppError) return cause
  if (isFull(cause)) return new AppError({ code: 'store', cause: 'full' })
  if (isReadOnly(cause)) return new AppError({ code: 'store', cause: 'read-only' })
  const known = sqliteCode(cause) !== null || (isSystemError(cause) && 'syscall' in cause)
  return known ? new AppError({ code: 'store', cause: 'failed' }) : null
}
