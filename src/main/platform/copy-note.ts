import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from '../../shared/zod.ts'
import type { Secret } from '../base/secret.ts'
import type { CopyNote } from '../services/ports.ts'

// Whoever has the file can only try guesses, each at this price; a key has too many bits to be guessed at any.
const hashBytes = 32
const derive = promisify<string, Buffer, number, Buffer>(scrypt)

const Mark = z.object({ salt: z.base64(), hash: z.base64() })
const Note = z.object({ version: z.literal(1), copied: z.array(Mark).max(100) })
type Mark = z.infer<typeof Mark>

/**
 * `clipboard-note.json` in the data folder, mode 0600, there only while a secret that Claviger copied may be on the
 * clipboard: a random salt and the scrypt hash of each, never a text.
 */
export const createCopyNote = (folder: string): CopyNote => {
  const file = join(folder, 'clipboard-note.json')
  return {
    keep: async secrets => {
      if (secrets.length === 0) return rm(file, { force: true, recursive: true })
      const copied = await Promise.all(secrets.map(markOf))
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await replace(file, JSON.stringify({ version: 1, copied }))
    },
    holds: async secret => {
      const marks = await read(file)
      return (await Promise.all(marks.map(mark => isOf(mark, secret)))).includes(true)
    },
  }
}

const markOf = async (secret: Secret): Promise<Mark> => {
  const salt = randomBytes(16)
  const hash = await derive(secret.expose(), salt, hashBytes)
  return { salt: salt.toString('base64'), hash: hash.toString('base64') }
}

const isOf = async ({ salt, hash }: Mark, secret: Secret): Promise<boolean> => {
  const known = Buffer.from(hash, 'base64')
  const found = await derive(secret.expose(), Buffer.from(salt, 'base64'), hashBytes)
  return known.length === found.length && timingSafeEqual(known, found)
}

/** A note that cannot be understood says of nothing that it is Claviger's. */
const read = async (file: string): Promise<readonly Mark[]> => {
  try {
    // Reading a pipe would wait for ever.
    if (!(await lstat(file)).isFile()) return []
    return Note.parse(JSON.parse(await readFile(file, 'utf8'))).copied
  } catch {
    return []
  }
}

const replace = async (file: string, text: string): Promise<void> => {
  const fresh = `${file}.tmp`
  // A left-over of a crash, or somebody's link, is removed and not written through.
  await rm(fresh, { force: true, recursive: true })
  const handle = await open(fresh, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // Over a folder nothing can be renamed.
  const found = await lstat(file).catch(() => null)
  if (found?.isDirectory()) await rm(file, { recursive: true })
  await rename(fresh, file)
}
