import { Buffer } from 'node:buffer'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KeyService, startKeyService } from '../../tools/key-service.ts'
import type { Given, Told } from './alone.ts'
import { record } from './figures.ts'
import { asks, type Fault, type Front, startFront } from './front.ts'
import { forgetFeed, json } from './stage.ts'

let service: KeyService
let front: Front
let program: ChildProcess
let lines: AsyncIterator<string>

const say = (line: string): void => void program.stdin?.write(`${line}\n`)
const hear = async (): Promise<string> => (await lines.next()).value

beforeAll(async () => {
  service = await startKeyService()
  for (const name of ['one', 'two']) await service.createKey('preview', { name })
  front = await startFront(service)
  program = spawn(process.execPath, [join(import.meta.dirname, 'alone.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (!program.stdout) throw new Error('The program has no standard output')
  lines = createInterface(program.stdout)[Symbol.asyncIterator]()
  const given: Given = { place: front.place, tokens: service.tokens }
  say(JSON.stringify(given))
  await hear()
})
afterAll(async () => {
  program.stdin?.end()
  await once(program, 'exit')
  await front.stop()
  await service.remove()
})

const read = async (fault: Fault): Promise<Told> => {
  forgetFeed({ front })
  front.meet(asks('GET', '/keys'), fault)
  say('read')
  const told: Told = JSON.parse(await hear())
  await front.calm()
  record(
    { peakRssMB: told.peakRssMB, worstBlockedMs: told.blockedMs },
    expect.getState().currentTestName,
  )
  return told
}

const mib = 1024 * 1024
const key = (at: number) =>
  `{"id":"key_${at}","name":"x","status":"active","environment":"preview"}`
const keys = (count: number) => Array.from({ length: count }, (_, at) => key(at)).join()
const zipped = (body: Uint8Array): Fault => json(gzipSync(body), { 'content-encoding': 'gzip' })

describe('the application alone, in a process of its own, stays below 300 MiB', () => {
  const answers: readonly (readonly [string, () => Fault])[] = [
    ['a bomb of 300 MiB', () => zipped(Buffer.alloc(300 * mib, 0x20))],
    ['15 MiB of keys', () => json(`{"data":[${keys(200_000)}],"nextCursor":null}`)],
    ['4 MiB of brackets', () => json('['.repeat(4 * mib))],
    ['200,000 empty rows', () => json(`{"data":[${'{},'.repeat(199_999)}{}],"nextCursor":null}`)],
    ['60,000 keys', () => json(`{"data":[${keys(60_000)}],"nextCursor":null}`)],
    [
      '100,000 names of members',
      () => json(`{${Array.from({ length: 100_000 }, (_, at) => `"m${at}":0`).join()}}`),
    ],
    [
      'a body without an end',
      () => ({
        kind: 'speak',
        speak: ({ socket }) => {
          socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n')
          socket.write('content-type: application/json\r\n\r\n')
          const part = `10000\r\n${' '.repeat(65_536)}\r\n`
          const timer = setInterval(() => socket.writableNeedDrain || socket.write(part), 1)
          socket.once('close', () => clearInterval(timer))
        },
      }),
    ],
  ]
  it.each(answers)('%s, five times', async (_, fault) => {
    const meets = fault()
    for (let times = 0; times < 5; times++) {
      const { code, peakRssMB } = await read(meets)
      expect(code).toBe('bad-response')
      expect(peakRssMB).toBeLessThan(300)
    }
  })
})
