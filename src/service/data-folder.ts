import { existsSync } from 'node:fs'
import { chmod, mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

export type DataFolder = { readonly databaseFile: string; readonly tlsFolder: string }

const databaseName = 'service.db'

/** Whether a service was ever started on this folder. */
export const holdsData = (path: string): boolean => existsSync(join(path, databaseName))

/** Makes the folder (0700) and the database file (0600), for the service's user alone. */
export const openDataFolder = async (path: string): Promise<DataFolder> => {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const names = await readdir(path)
  // A folder with other things in it belongs to someone else; only the service's own is closed to others.
  if (names.length === 0 || names.includes(databaseName)) await chmod(path, 0o700)
  const databaseFile = join(path, databaseName)
  const file = await open(databaseFile, 'a', 0o600)
  try {
    await file.chmod(0o600)
  } finally {
    await file.close()
  }
  return { databaseFile, tlsFolder: join(path, 'tls') }
}
