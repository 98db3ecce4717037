import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBuiltInService } from '../../../src/main/platform/built-in-service.ts'
import { createTransport } from '../../../src/main/platform/https/index.ts'
import type { Announcement } from '../../../src/main/services/ports.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { type NodeHelpers, nodeHelpers } from './node-helper.ts'

const program = new URL('../../../src/service/main.ts', import.meta.url)
const names = { preview: 'claviger-preview', production: 'claviger-production' }

let folder: string
let started: NodeHelpers[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'built-in-'))
})

afterEach(async () => {
  for (const helpers of started) helpers.stop()
  started = []
  await rm(folder, { recursive: true, force: true })
})

const open = (file = program, startMs = 15_000) => {
  const helpers = nodeHelpers(file)
  started.push(helpers)
  const dataDir = join(folder, 'key-service')
  return {
    helpers,
    dataDir,
    service: createBuiltInService({ fork: helpers.fork, dataDir, startMs }),
  }
}

const causeOf = async (call: Promise<unknown>): Promise<string> => {
  const info = infoOf(
    await call.then(
      () => null,
      (error: unknown) => error,
    ),
  )
  return info?.code === 'built-in-service' ? info.cause : `${info?.code}`
}

const ask = async (announced: Announcement, token: string): Promise<number> => {
  const { transport, close } = createTransport()
  const { status } = await transport({
    method: 'GET',
    url: `${announced.url}/v1/profile`,
    headers: { authorization: `Bearer ${token}` },
    body: null,
    trust: { ca: announced.certificate, pin: announced.fingerprint },
    signal: null,
    deadlineMs: 10_000,
    maxBytes: 100_000,
  }).finally(close)
  return status
}

describe('the built-in service', () => {
  it('starts, is trusted by what it announces, and takes the tokens it issued', async () => {
    const { service, dataDir } = open()
    const announced = await service.start(names)
    expect(announced.tokens.map(({ name }) => name)).toEqual([names.preview, names.production])
    for (const { token } of announced.tokens) expect(await ask(announced, token.expose())).toBe(200)
    expect(await ask(announced, 'clva_other')).toBe(401)
    expect((await stat(join(dataDir, 'port'))).mode & 0o777).toBe(0o600)
    await service.stop()
  })

  it('keeps its origin, its certificate and its tokens over a restart', async () => {
    const first = open()
    const before = await first.service.start(names)
    await first.service.stop()
    const { service } = open()
    const after = await service.start(null)
    expect([after.url, after.fingerprint]).toEqual([before.url, before.fingerprint])
    expect(after.tokens).toEqual([])
    expect(await ask(after, before.tokens[0]?.token.expose() ?? '')).toBe(200)
    await service.stop()
  })

  it('is started once, and tells its tokens once', async () => {
    const { service, helpers } = open()
    const [first, second] = await Promise.all([service.start(names), service.start(null)])
    expect(second).toEqual({ ...first, tokens: [] })
    expect(helpers.children).toHaveLength(1)
    await service.stop()
  })

  it('issues new tokens to whoever asks while it runs; the old ones end', async () => {
    const { service } = open()
    const first = await service.start(names)
    const second = await service.start(names)
    expect(second.url).toBe(first.url)
    expect(await ask(second, second.tokens[0]?.token.expose() ?? '')).toBe(200)
    expect(await ask(second, first.tokens[0]?.token.expose() ?? '')).toBe(401)
    await service.stop()
  })

  it('takes another port when somebody took the old one', async () => {
    const { service, dataDir } = open()
    const before = await service.start(names)
    await service.stop()
    const squatter = createServer().listen(Number(new URL(before.url).port), '127.0.0.1')
    await once(squatter, 'listening')
    const after = await service.start(null)
    expect(after.url).not.toBe(before.url)
    expect(await readFile(join(dataDir, 'port'), 'utf8')).toBe(new URL(after.url).port)
    expect(await ask(after, before.tokens[0]?.token.expose() ?? '')).toBe(200)
    await service.stop()
    squatter.close()
  })

  it.each(['70000', 'a port'])('ignores a remembered port %j', async text => {
    const { service, dataDir } = open()
    await service.start(null)
    await service.stop()
    await writeFile(join(dataDir, 'port'), text)
    expect(new URL((await service.start(null)).url).port).toMatch(/^\d+$/)
    await service.stop()
  })

  it('is started again after it died', async () => {
    const { service, helpers } = open()
    const before = await service.start(names)
    const child = helpers.children[0]
    child?.kill('SIGKILL')
    await vi.waitFor(() => expect(child?.signalCode).toBe('SIGKILL'))
    expect((await service.start(null)).url).toBe(before.url)
    expect(helpers.children).toHaveLength(2)
    await service.stop()
  })

  it('ends the process at stop, and answers at once when none runs', async () => {
    const { service, helpers } = open()
    await service.start(null)
    await service.stop()
    expect(helpers.children[0]?.exitCode).toBe(0)
    await service.stop()
  })

  it('gives up a start that is stopped', async () => {
    const { service, helpers } = open()
    const start = causeOf(service.start(null))
    await vi.waitFor(() => expect(helpers.children).toHaveLength(1))
    await service.stop()
    expect(await start).toBe('stopped')
    await vi.waitFor(() =>
      expect(helpers.children[0]?.exitCode ?? helpers.children[0]?.signalCode).not.toBeNull(),
    )
    expect(helpers.children).toHaveLength(1)
  })

  it('says that it cannot start where its data cannot be', async () => {
    await writeFile(join(folder, 'key-service'), 'a file in the way')
    expect(await causeOf(open().service.start(names))).toBe('start')
  })

  it('says that it cannot start when the program announces something else', async () => {
    const other = join(folder, 'other.mjs')
    await writeFile(other, 'console.log("hello"); setInterval(() => {}, 1000)')
    const { service, helpers } = open(new URL(`file://${other}`))
    expect(await causeOf(service.start(names))).toBe('start')
    expect(helpers.children.map(child => child.signalCode)).toEqual(['SIGTERM'])
  })

  it('says that it cannot start when the program says nothing', async () => {
    const other = join(folder, 'silent.mjs')
    await writeFile(other, 'setInterval(() => {}, 1000)')
    const { service, helpers } = open(new URL(`file://${other}`), 300)
    expect(await causeOf(service.start(names))).toBe('start')
    expect(helpers.children.map(child => child.signalCode)).toEqual(['SIGTERM'])
  })
})
