import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { connectTo, makeKey, removeFolder, type Services, startServices } from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
let production: Scope

beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
beforeEach(async () => {
  services = await startServices()
  const connected = await connectTo(services, service)
  preview = connected.preview
  production = connected.production
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

it('reads the service’s own log, page by page', async () => {
  const { change } = await makeKey(services, production, 'audited')
  await services.keys.suspend(change)
  await makeKey(services, preview, 'elsewhere')
  const { entries, next } = await services.audit.page({ ...production, cursor: null })
  expect(entries.slice(0, 2)).toMatchObject([
    { by: 'production-admin', action: 'suspend', environment: 'production', keyName: 'audited' },
    { by: 'production-admin', action: 'create', key: change.key },
  ])
  expect(entries.some(({ keyName }) => keyName === 'elsewhere')).toBe(false)
  expect(next).toBeNull()
})
