import { expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { beforeEachConnected, makeKey, type Services } from './set-up.ts'

let services: Services
let preview: Scope
let production: Scope
beforeEachConnected(at => {
  ;({ services, preview, production } = at)
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
