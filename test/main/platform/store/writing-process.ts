import { writeSync } from 'node:fs'
import { openStore } from '../../../../src/main/platform/store/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'

// A process of its own that writes until it is killed or refused: `node writing-process.ts FILE CONNECTION_JSON`.
// It prints a line for each write that was confirmed, and the reason why it stopped. A line is out before the next
// write begins, so that at most one write was confirmed or half done and not said.
const [file = '', sample = ''] = process.argv.slice(2)
const say = (text: string) => writeSync(1, `${text}\n`)
const stored = JSON.parse(sample)
const store = await openStore(
  file,
  new URL('../../../../src/main/platform/store/worker.ts', import.meta.url),
)
const last = (await store.activity.list(null, 1))[0]?.at ?? 0

const write = async (at: number): Promise<void> => {
  if (at % 3 === 0) await store.connections.put({ ...stored, name: String(at) })
  await store.activity.append([
    {
      at,
      by: 'you',
      kind: 'connected',
      connection: stored.id,
      environment: null,
      key: null,
      keyName: 'x'.repeat(2000),
      mask: null,
    },
  ])
  say(String(at))
}

try {
  say('ready')
  for (let at = last + 1; ; at += 1) await write(at)
} catch (cause) {
  say(`stopped ${JSON.stringify(infoOf(cause))}`)
  await store.close()
}
