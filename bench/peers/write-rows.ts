import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { benchRows } from '../rows.ts'

const partLength = 1000

/** JSON of `benchRows` without the array's brackets, in parts; the newest row is the first of all. As bytes, to be small. */
const partsOf = (count: number): readonly Buffer[] => {
  const parts: Buffer[] = []
  let texts: string[] = []
  for (const row of benchRows(count)) {
    texts.push(JSON.stringify(row))
    if (texts.length < partLength) continue
    parts.push(Buffer.from(texts.reverse().join(',')))
    texts = []
  }
  if (texts.length > 0) parts.push(Buffer.from(texts.reverse().join(',')))
  return parts.reverse()
}

/** Writes the keys of `benchRows` as one JSON array, newest first; answers the file. */
export const writeRows = async (file: string, count: number): Promise<string> => {
  const out = createWriteStream(file)
  for (const [index, part] of partsOf(count).entries()) {
    out.write(index === 0 ? '[' : ',')
    if (!out.write(part)) await once(out, 'drain')
  }
  out.end(']')
  await finished(out)
  return file
}
