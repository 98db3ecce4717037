import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { onTestFinished } from 'vitest'

const isRoot = process.getuid?.() === 0

/** Makes the store's folder and files read-only until the test ends; answers why it could not, or null. */
export const makeReadOnly = (file: string): string | null => {
  const paths = [`${file}-wal`, `${file}-shm`, file, dirname(file)].filter(path => existsSync(path))
  try {
    if (isRoot) {
      // Modes do not bind root; the immutable flag does, where the file system has it.
      execFileSync('chattr', ['+i', ...paths], { stdio: 'pipe' })
      onTestFinished(() => void execFileSync('chattr', ['-i', ...paths.toReversed()]))
    } else {
      for (const path of paths) chmodSync(path, path === dirname(file) ? 0o500 : 0o400)
      onTestFinished(() => chmodSync(dirname(file), 0o700))
    }
    return null
  } catch {
    return 'this file system has no immutable flag, and modes do not bind root'
  }
}
