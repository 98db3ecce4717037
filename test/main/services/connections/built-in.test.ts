import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBuiltInService } from '../../../../src/main/platform/built-in-service.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { type NodeHelpers, nodeHelpers } from '../../platform/node-helper.ts'
import {
  removeFolder,
  type Services,
  servicesOver,
  shareKeychain,
  startServices,
} from '../set-up.ts'

const program = new URL('../../../../src/service/main.ts', import.meta.url)

let folder: string
let helpers: NodeHelpers
let services: Services

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'built-in-'))
  helpers = nodeHelpers(program)
  services = await startServices(createBuiltInService({ fork: helpers.fork, dataDir: folder }))
})
afterEach(async () => {
  await services.stop()
  helpers.stop()
  await removeFolder(services.folder)
  await removeFolder(folder)
})

const start = async () => {
  const connection = await services.connections.startBuiltIn({ keep: 'keychain' })
  return { connection, preview: { connection: connection.id, environment: 'preview' } as const }
}
/** Ends the program as a crash would. */
const crash = async () => {
  const child = helpers.children.at(-1)
  if (!child || child.exitCode !== null) throw new Error('It does not run')
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

describe('the built-in service', () => {
  it('is one, however often it is asked for', async () => {
    const [one, other] = await Promise.allSettled([start(), start()])
    expect(one.status).toBe('fulfilled')
    expect(infoOf(other.status === 'rejected' && other.reason)).toMatchObject({
      issues: [{ field: 'name', problem: 'taken' }],
    })
    expect(await services.connections.list()).toHaveLength(1)
  })

  it('is started again by whoever needs it after it died', async () => {
    const { preview } = await start()
    await crash()
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live' })
  })

  it('is reached where it is, also when its port was taken while it was dead', async () => {
    const { connection, preview } = await start()
    await crash()
    const squatter = createServer().listen(
      Number(new URL(connection.places.preview.url).port),
      '127.0.0.1',
    )
    await once(squatter, 'listening')
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live' })
    squatter.close()
  })

  it('gives the next run new tokens where the old ones were in memory only', async () => {
    const { id } = await services.connections.startBuiltIn({ keep: 'memory' })
    await crash()
    const next = await servicesOver(
      services.store,
      createBuiltInService({ fork: helpers.fork, dataDir: folder }),
    )
    await next.connections.wake()
    expect(await next.connections.list()).toMatchObject([
      { id, credentials: { preview: 'memory', production: 'memory' } },
    ])
    for (const environment of ['preview', 'production'] as const) {
      expect(await next.sync.refresh({ connection: id, environment })).toMatchObject({
        phase: 'live',
      })
    }
  })

  it('takes nothing back that was changed here while it started', async () => {
    const { connection, preview } = await start()
    const { id, places } = connection
    const next = await servicesOver(
      services.store,
      createBuiltInService({ fork: helpers.fork, dataDir: folder }),
    )
    await crash()
    const waking = next.connections.wake()
    await next.connections.edit({ id, places, name: 'My own' })
    await waking
    expect(await next.connections.list()).toMatchObject([{ name: 'My own' }])
    await shareKeychain(services, next)
    expect(await next.sync.refresh(preview)).toMatchObject({ phase: 'live' })
    await next.connections.remove({ id })
    expect(await next.connections.list()).toEqual([])
  })
})
