import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { storeError } from '../../../../src/main/platform/store/failure.ts'

/** As Node says it of a call to the system. */
const system = (code: string) =>
  Object.assign(new Error(`${code}: write`), { code, errno: -1, syscall: 'write' })

/** As Node says it of SQLite (https://sqlite.org/rescode.html). */
const sqlite = (errcode: number) =>
  Object.assign(new Error('SQLite'), { code: 'ERR_SQLITE_ERROR', errcode })

it.each([
  ['a full disk (ENOSPC)', system('ENOSPC'), 'full'],
  ['a quota that is used up (EDQUOT)', system('EDQUOT'), 'full'],
  ['a file that may not grow (EFBIG)', system('EFBIG'), 'full'],
  ['a full disk, by SQLite', sqlite(13), 'full'],
  ['a read-only disk (EROFS)', system('EROFS'), 'read-only'],
  ['a folder that is not ours (EACCES)', system('EACCES'), 'read-only'],
  ['a read-only disk, by SQLite', sqlite(8), 'read-only'],
  ['a disk that fails (EIO)', system('EIO'), 'failed'],
  ['a disk that fails, by SQLite (an extended code)', sqlite(10 | (3 << 8)), 'failed'],
  ['no descriptor left (EMFILE)', system('EMFILE'), 'failed'],
] as const)('F %s', (_, cause, code) =>
  expect(storeError(cause)?.info).toEqual({ code: 'store', cause: code }),
)

it('knows an error of the real SQLite', () => {
  const database = new DatabaseSync(':memory:')
  try {
    database.exec('PRAGMA max_page_count = 1; CREATE TABLE big (one TEXT)')
    expect.unreachable()
  } catch (cause) {
    expect(storeError(cause)?.info).toEqual({ code: 'store', cause: 'full' })
  } finally {
    database.close()
  }
})

it('takes what is neither for a bug', () => {
  expect(storeError(new TypeError('x is not a function'))).toBeNull()
})
