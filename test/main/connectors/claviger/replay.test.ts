import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { claviger } from '../../../../src/main/connectors/claviger/index.ts'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../../src/main/connectors/http.ts'
import { createTransport } from '../../../../src/main/platform/https/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../../tools/key-service.ts'

const { transport, close } = createTransport()
let service: KeyService
beforeAll(async () => {
  service = await startKeyService()
})
afterAll(async () => {
  await close()
  await service.remove()
})

const as = (token: string): Http => {
  const trust = { ca: service.certificate, pin: service.fingerprint }
  const place = { url: service.url, trust, settings: {} }
  const endpoint = { ...place, environment: 'preview', connector: claviger } as const
  return createHttp({ transport, endpoint, credential: secret(token), now: Date.now })
}
const issueToken = () => service.createToken('renewed', 'key:view,key:create')
const draft = { name: 'asked twice', description: null, expiresAt: null }

it('leaves open what became of a wish whose answer belongs to the credential before', async () => {
  const intent = randomUUID()
  await claviger.operations.create?.(as(await issueToken()), draft, intent)
  await service.revokeToken('renewed')
  const renewed = as(await issueToken())
  const again = claviger.operations.create?.(renewed, draft, intent)
  expect(await again?.catch(infoOf)).toEqual({ code: 'outcome-unknown', intent, repeatable: false })
  const { keys } = await claviger.operations.list(renewed, null)
  expect(keys.map(({ name }) => name)).toEqual([draft.name])
})
