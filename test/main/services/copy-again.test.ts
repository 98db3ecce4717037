import { afterEach, beforeEach, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import { createCopies } from '../../../src/main/services/clipboard-copies.ts'
import { createCopyAgain } from '../../../src/main/services/copy-again.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { fakeNote } from '../../fakes.ts'
import { removeFolder, type Services, startServices } from './set-up.ts'

let services: Services
beforeEach(async () => {
  services = await startServices()
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const target = {
  connection: '5a3b7c1e-9d2f-4e6a-8b0c-1d2e3f4a5b6c',
  environment: 'preview',
  key: 'key_1',
} as const

/** Over a service that shows its keys at any time, or never. */
const copierOf = (shown: string | null) => {
  const { store, clock, clipboard, events } = services
  const log = () => undefined
  const http = {
    environment: 'preview',
    settings: {},
    ...{ send: () => Promise.reject(new Error()), present: () => Promise.reject(new Error()) },
  } as const
  const reveal = shown === null ? {} : { reveal: async () => secret(shown) }
  const connector = { ...claviger, operations: { ...claviger.operations, ...reveal } }
  return createCopyAgain({
    ...{ store, clock, log, emit: (name, data) => void events.push({ name, data }) },
    copies: createCopies({
      clipboard,
      clock,
      log,
      note: fakeNote(),
      seconds: () => 60,
      mayCopy: () => true,
    }),
    open: async () => ({ connector, http, service: 'https://keys.example.com' }),
  })
}

it('puts the key on the clipboard for a minute, tells nobody else of it, and notes that', async () => {
  const { clearsAfterSeconds } = await copierOf('key-canary')(target)
  expect((await services.clipboard.read())?.expose()).toBe('key-canary')
  const lines = await services.store.activity.list(null, 10)
  expect(lines).toMatchObject([{ kind: 'copied', by: 'you', key: 'key_1' }])
  expect(JSON.stringify([lines, services.events])).not.toContain('key-canary')
  services.clock.advance(clearsAfterSeconds * 1000)
  await expect.poll(async () => (await services.clipboard.read())?.expose() ?? '').toBe('')
})

it('leaves the key there for its whole time when it is copied once more', async () => {
  const copy = copierOf('key-canary')
  const { clearsAfterSeconds } = await copy(target)
  services.clock.advance((clearsAfterSeconds - 1) * 1000)
  await copy(target)
  services.clock.advance((clearsAfterSeconds - 1) * 1000)
  await Promise.resolve()
  expect(services.clipboard.text()).toBe('key-canary')
  services.clock.advance(1000)
  await expect.poll(() => services.clipboard.text()).toBe('')
})

it('copies nothing where the service shows a key once only', async () => {
  const refused = await copierOf(null)(target).catch(infoOf)
  expect(refused).toEqual({ code: 'unsupported', effect: 'reveal' })
  expect(await services.store.activity.list(null, 10)).toEqual([])
})
