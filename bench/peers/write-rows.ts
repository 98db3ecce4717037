import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { benchRows } from '../rows.ts'

/** Writes the keys of `benchRows` as one JSON array, newest first; answers the file. */
export const writeRows = async (file: string, count: number): Promise<string> => {
  const rows = [...benchRows(count)].reverse()
  const out = createWriteStream(file)
  for (let from = 0; from < count; from += 1000) {
    const texts = rows.slice(from, from + 1000).map(row => JSON.stringify(row))
    const text = `${from === 0 ? '[' : ','}${texts.join(',')}`
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end(']')
  await finished(out)
  return file
}
