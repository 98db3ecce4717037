import { randomUUID } from 'node:crypto'
import { AuditPage, Verification } from '../../src/service/wire.ts'
import { createdOf, keyOf, read, type TestService } from './harness.ts'

type Headers = Readonly<Record<string, string>>

/** An id of the right shape that no key has. */
export const unknownId = 'key_AAAAAAAAAAAAAAAAAAAAAA'

/** What an administrator and the bearer of a key do in one environment; every POST is a wish of its own. */
export const actorIn = (service: TestService, environment = 'preview') => {
  const base = `/v1/environments/${environment}`
  const at = (id: string, rest = '') => `${base}/keys/${id}${rest}`
  const post = (path: string, body?: unknown, headers: Headers = {}) =>
    service.call('POST', path, { body, headers: { 'idempotency-key': randomUUID(), ...headers } })
  return {
    at,
    post: (path: string, body?: unknown, headers?: Headers) =>
      post(`${base}${path}`, body, headers),
    get: async (id: string) => keyOf(await service.call('GET', at(id))),
    /** Without `etag`, whatever version there is. */
    edit: (id: string, body: unknown, etag = '*') =>
      service.call('PATCH', at(id), { body, headers: { 'if-match': etag } }),
    /** Suspend, resume, revoke, generate. */
    act: (id: string, verb: string, headers?: Headers) =>
      post(at(id, `/${verb}`), undefined, headers),
    rotate: (id: string, overlapSeconds: unknown = 0, headers?: Headers) =>
      post(at(id, '/rotate'), { overlapSeconds }, headers),
    system: async (name: string) => keyOf(await post(`${base}/systems`, { name })),
    generate: async (id: string) => createdOf(await post(at(id, '/generate'))),
    /** The service's answer to whoever sends `key`. */
    verdict: async (key: string) =>
      read(
        Verification,
        await service.call('POST', `${base}/verify`, { token: null, body: { key } }),
      ),
    /** What administrators did to the key by the log, oldest first. */
    actions: async (id: string) => {
      const page = read(AuditPage, await service.call('GET', '/v1/audit?limit=1000'))
      const told = page.data.filter(({ key, origin }) => key.id === id && origin === 'Admin')
      return told.map(({ action }) => action).toReversed()
    },
  }
}

export type Actor = ReturnType<typeof actorIn>
