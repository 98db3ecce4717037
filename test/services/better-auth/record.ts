/**
 * Records what better-auth really answers, for the tests that run without it: `node test/services/better-auth/record.ts`
 * writes test/main/connectors/better-auth/fixtures anew.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TransportRequest, TransportResponse } from '../../../src/main/base/transport.ts'
import { createTransport } from '../../../src/main/platform/https/index.ts'
import { type BetterAuth, startBetterAuth } from './service.ts'

const folder = join(import.meta.dirname, '../../main/connectors/better-auth/fixtures')
const kept = ['content-type', 'date', 'x-retry-after']
const { transport, close } = createTransport()

const askerOf =
  ({ url, ca, admin }: BetterAuth) =>
  (method: TransportRequest['method'], path: string, body?: unknown, token = admin.token) =>
    transport({
      method,
      url: `${url}/api/auth${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      trust: { ca, pin: null },
      signal: null,
      deadlineMs: 10_000,
      maxBytes: 1_000_000,
    })

const save = async (name: string, response: TransportResponse): Promise<unknown> => {
  const body = response.body === '' ? null : JSON.parse(response.body)
  // Whose session it is, is read of it, and no more; its token is nobody's business, not even a dead one's.
  const told = body?.session ? { ...body, session: { ...body.session, token: '…' } } : body
  const headers = Object.fromEntries(kept.map(header => [header, response.headers[header]]))
  const recorded = { status: response.status, headers, body: told }
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(recorded, null, 2)}\n`)
  return body
}

const recordKeys = async (service: BetterAuth): Promise<void> => {
  const ask = askerOf(service)
  await save('session', await ask('GET', '/get-session'))
  await save('no-session', await ask('GET', '/get-session', undefined, 'nobody'))
  await save('unauthorized', await ask('GET', '/api-key/list', undefined, 'nobody'))
  const body = { name: 'checkout', configId: 'prod', expiresIn: 2_592_000 }
  const made = await save('created', await ask('POST', '/api-key/create', body))
  const { id: keyId } = made as { readonly id: string }
  const key = { keyId, configId: 'prod' }
  await save('unknown-config', await ask('POST', '/api-key/create', { name: 'a', configId: 'x' }))
  await save('list', await ask('GET', '/api-key/list?sortBy=id&sortDirection=asc&limit=2000'))
  await save('got', await ask('GET', `/api-key/get?id=${keyId}&configId=prod`))
  await save('disabled', await ask('POST', '/api-key/update', { ...key, enabled: false }))
  await save('without-config', await ask('GET', `/api-key/get?id=${keyId}`))
  await save('deleted', await ask('POST', '/api-key/delete', key))
  await save('deleted-again', await ask('POST', '/api-key/delete', key))
}

const recordRefusals = async (service: BetterAuth): Promise<void> => {
  const ask = askerOf(service)
  const [member, reader] = [await service.signUp('b@example.com'), await service.signUp('c@x.com')]
  const organizationId = await service.organization({ owner: service.admin, member, reader })
  const create = (body: unknown, token = service.admin.token) =>
    ask('POST', '/api-key/create', body, token)
  const team = { name: 'a', configId: 'team' }
  const days = (count: number) => ({ name: 'a', expiresIn: count * 86_400 })
  await save('name-too-long', await create({ name: 'a'.repeat(33) }))
  await save('expiry-too-soon', await create(days(0.5)))
  await save('expiry-too-far', await create(days(400)))
  await save('organization-missing', await create(team))
  await save('no-member', await create({ ...team, organizationId: 'x' }))
  await save('not-permitted', await create({ ...team, organizationId }, member.token))
  await save('unknown-sort', await ask('GET', '/api-key/list?sortBy=x'))
  await save('unknown-path', await ask('GET', '/api-key/x'))
  const permission = { organizationId, permissions: { apiKey: ['delete'] } }
  const path = '/organization/has-permission'
  await save('permission', await ask('POST', path, permission, reader.token))
}

const service = await startBetterAuth()
await recordKeys(service)
await recordRefusals(service)
await service.remove()

const limited = await startBetterAuth({ limited: true })
const ask = askerOf(limited)
for (let count = 0; count < 5; count++) await ask('GET', '/ok')
await save('rate-limited', await ask('GET', '/ok'))
await limited.remove()
await close()
