import { writeSync } from 'node:fs'
import { infoOf } from '../../src/shared/error.ts'
import { openFolder } from './data-folder.ts'

// A process of its own that writes to a data folder until it is killed or refused: `node data-writer.ts FOLDER FROM`.
// It says each round that was confirmed, and at its end the code and cause of the error that a person would be told.
const [folder = '', from = '1'] = process.argv.slice(2)
// The limit of a file's size comes as a signal, which would end the process before it saw the error of the write.
process.on('SIGXFSZ', () => undefined)
const say = (text: string) => writeSync(1, `${text}\n`)
const data = openFolder(folder)
try {
  for (let round = Number(from); ; round += 1) {
    await data.write(round)
    say(String(round))
  }
} catch (cause) {
  const info = infoOf(cause)
  say(`stopped ${JSON.stringify(info ?? String(cause))}`)
  process.exitCode = 7
}
