import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Every form in which a secret could be written down, alone or within something longer. */
const formsOf = (secret: string): readonly Buffer[] => [
  ...(['utf8', 'utf16le'] as const).map(encoding => Buffer.from(secret, encoding)),
  ...[0, 1, 2].flatMap(before => base64After(before, secret)),
  Buffer.from(Buffer.from(secret).toString('hex')),
]

/** What of its base64 is the same whatever stands around it, when so many bytes of a group of three stand before. */
const base64After = (before: number, secret: string): readonly Buffer[] => {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
  const whole = Math.floor(bytes.length / 3) * 4
  return (['base64', 'base64url'] as const).map(encoding =>
    Buffer.from(bytes.toString(encoding).slice(before === 0 ? 0 : 4, whole)),
  )
}

export const holds = (content: Buffer, secret: string): boolean =>
  formsOf(secret).some(form => content.includes(form))

const filesUnder = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

/** What is written beside a file for a moment, and then put in its place. */
const orGone = (cause: unknown): Buffer => {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return Buffer.alloc(0)
  throw cause
}

/** Files below `folder` in which the secret stands in any form. */
export const filesHolding = async (folder: string, secret: string): Promise<readonly string[]> => {
  const files = await filesUnder(folder)
  const contents = await Promise.all(files.map(file => readFile(file).catch(orGone)))
  return files.filter((_file, index) => holds(contents[index] ?? Buffer.alloc(0), secret))
}
