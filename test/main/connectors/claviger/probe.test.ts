import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { claviger } from '../../../../src/main/connectors/claviger/index.ts'
import type { Http, Probe } from '../../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../../src/main/connectors/http.ts'
import { createTransport } from '../../../../src/main/platform/https/index.ts'
import { AppError, infoOf } from '../../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../../tools/key-service.ts'

const { operations } = claviger
const { transport, close } = createTransport()
let service: KeyService
let http: Http
beforeAll(async () => {
  service = await startKeyService()
  const trust = { ca: service.certificate, pin: service.fingerprint }
  const place = { url: service.url, trust, settings: {} }
  const endpoint = { ...place, environment: 'preview', connector: claviger } as const
  const credential = secret(service.tokens.preview)
  http = createHttp({ transport, endpoint, credential, now: Date.now })
})
afterAll(async () => {
  await close()
  await service.remove()
})

const probeOf = async (id: string): Promise<Probe> => {
  const probe = await operations.probe?.(http, id)
  if (!probe) throw new Error('The service cannot be asked')
  return probe
}
const make = async () => (await service.createKey('preview', { name: randomUUID() })).key.id

describe('asking about a key by its id', () => {
  it('is what the service says that it can', async () => {
    expect(await operations.describe(http)).toMatchObject({ proof: 'own' })
  })

  it('hears that it lives, is suspended, revoked, and gone', async () => {
    const id = await make()
    const probe = await probeOf(id)
    expect(await probe()).toBe('valid')
    await service.act('preview', id, 'suspend')
    expect(await probe()).toBe('suspended')
    await service.act('preview', id, 'revoke')
    expect(await probe()).toBe('revoked')
    await service.deleteKey('preview', id)
    expect(await probe()).toBe('not-found')
  })

  it('takes what is said of another key for nothing', async () => {
    const [one, other] = [await make(), await make()]
    const misled: Http = {
      ...http,
      send: request => http.send({ ...request, path: request.path.replace(one, other) }),
    }
    expect(await (await operations.probe?.(misled, one))?.()).toBe('unknown')
  })
})

describe('a service of an earlier version', () => {
  /** Has neither the address nor the member of the profile that tells of it. */
  const older = (): Http => ({
    ...http,
    send: async request => {
      if (request.path.endsWith('/verification'))
        throw new AppError({ code: 'not-found', what: 'key' })
      const reply = await http.send(request)
      const { verification: _, ...body } = Object(reply.body)
      return { ...reply, body }
    },
  })

  it('is asked with the key itself', async () => {
    expect(await operations.describe(older())).toMatchObject({ proof: 'key' })
    expect(await operations.probe?.(older(), await make())).toBeNull()
  })

  it('is not mistaken for one that fails', async () => {
    const failing: Http = {
      ...http,
      send: async () => {
        throw new AppError({ code: 'service-failed', status: 503 })
      },
    }
    const failure = await operations.probe?.(failing, 'key_1').catch(infoOf)
    expect(failure).toMatchObject({ code: 'service-failed' })
  })
})
