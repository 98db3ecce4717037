import type { KeyEdit, KeyId } from '../../../shared/domain/key.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { AppError, type ErrorInfo, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { Connector, CreatedKey, Http, HttpRequest, Versioned } from '../connector.ts'
import { info } from './info.ts'
import { profileOf } from './profile.ts'
import { meaningOf } from './refusal.ts'
import {
  auditOf,
  changesOf,
  createdOf,
  keyOf,
  pageOf,
  shardsOf,
  verdictFor,
  verdictOf,
} from './wire.ts'

const pageSize = 1000
const auditPageSize = 100
const mostShards = 8
const day = 86_400_000

const pathIn = (http: Http, ...rest: readonly string[]): string =>
  ['/v1/environments', http.environment, ...rest.map(encodeURIComponent)].join('/')

const keysPath = (http: Http, ...rest: readonly string[]): string => pathIn(http, 'keys', ...rest)

const ifMatch = ({ version }: Versioned): Record<string, string> =>
  version === null ? {} : { 'if-match': version }

const send = async (http: Http, request: HttpRequest) => (await http.send(request)).body

const asked = ({ environment }: Http, id: KeyId | null) => ({ environment, id })

/** The state after the change; the service answers with the whole key. */
const transition = (verb: 'suspend' | 'resume' | 'revoke') => async (http: Http, key: Versioned) =>
  keyOf(
    await send(http, {
      method: 'POST',
      path: keysPath(http, key.id, verb),
      headers: ifMatch(key),
    }),
    asked(http, key.id),
  )

/** Asked again with the same intent, the service answers the same secret. */
const issue = async (
  http: Http,
  request: Pick<HttpRequest, 'path' | 'body' | 'headers'>,
  { intent, id }: { readonly intent: string; readonly id: KeyId | null },
): Promise<CreatedKey> => {
  const headers = { ...request.headers, 'idempotency-key': intent }
  const answer = await send(http, { ...request, method: 'POST', headers })
  const created = createdOf(answer, asked(http, id))
  return { key: created.key, secret: secret(created.secret) }
}

const timeOf = (instant: number): string => new Date(instant).toISOString()
const timeOrNull = (instant: number | null): string | null =>
  instant === null ? null : timeOf(instant)

/** What is left out of the edit is left out of the request. */
const bodyOf = ({ name, description, expiresAt, state }: KeyEdit) => ({
  ...{ name, description, status: state },
  expiresAt: expiresAt === undefined ? undefined : timeOrNull(expiresAt),
})

/** Whatever answered, a key service has a profile. */
const isSomethingElse = (info: ErrorInfo | null): boolean =>
  info?.code === 'not-found' ||
  info?.code === 'bad-response' ||
  (info?.code === 'refused' && info.status === 404)

const describe = async (http: Http): Promise<Profile> => {
  try {
    return profileOf(await send(http, { method: 'GET', path: '/v1/profile' }), http.environment)
  } catch (cause) {
    if (!isSomethingElse(infoOf(cause))) throw cause
    throw new AppError({ code: 'bad-response', reason: 'not-a-key-service' }, { cause })
  }
}

/** Whether the service said that the key is gone. A gateway that has lost the service says it of everything. */
const isGone = async (http: Http, cause: unknown): Promise<boolean> => {
  if (infoOf(cause)?.code !== 'not-found') return false
  await describe(http)
  return true
}

/** The reference key service, `resources/openapi/claviger.yaml`. */
export const claviger: Connector = {
  info,
  authorization: { header: 'authorization', scheme: 'Bearer ' },
  meaningOf,
  // The change feed costs the service little.
  pollMs: 5_000,
  // The service keeps a replay for 30 days; a day is left for clocks that differ.
  replayMs: 29 * day,
  operations: {
    describe,
    list: async (http, cursor) =>
      pageOf(
        await send(http, {
          method: 'GET',
          path: keysPath(http),
          query: { limit: pageSize, cursor },
        }),
        http.environment,
      ),
    shards: async http => {
      try {
        const query = { count: mostShards }
        return shardsOf(await send(http, { method: 'GET', path: keysPath(http, 'shards'), query }))
      } catch (cause) {
        // An earlier version of the service takes the address for a key's.
        if (infoOf(cause)?.code === 'not-found') return null
        throw cause
      }
    },
    changes: async (http, after) => {
      try {
        const query = { after, limit: pageSize }
        const body = await send(http, { method: 'GET', path: pathIn(http, 'changes'), query })
        return await changesOf(body, http.environment)
      } catch (cause) {
        const info = infoOf(cause)
        if (info?.code === 'refused' && info.status === 410) return { kind: 'expired' }
        throw cause
      }
    },
    get: async (http, id) => {
      try {
        const path = keysPath(http, id)
        return keyOf(await send(http, { method: 'GET', path }), asked(http, id))
      } catch (cause) {
        await isGone(http, cause)
        throw cause
      }
    },
    create: async (http, { name, description, expiresAt }, intent) => {
      // A service whose keys do not expire knows no such member.
      const expiry = expiresAt === null ? {} : { expiresAt: timeOf(expiresAt) }
      const body = { name, description, ...expiry }
      return issue(http, { path: keysPath(http), body }, { intent, id: null })
    },
    createSystem: async (http, { name, description }, intent) =>
      keyOf(
        await send(http, {
          method: 'POST',
          path: pathIn(http, 'systems'),
          headers: { 'idempotency-key': intent },
          body: { name, description },
        }),
        asked(http, null),
      ),
    generate: async (http, key, intent) => {
      const path = keysPath(http, key.id, 'generate')
      return issue(http, { path, headers: ifMatch(key) }, { intent, id: key.id })
    },
    rotate: async (http, key, overlapSeconds, intent) => {
      const path = keysPath(http, key.id, 'rotate')
      const request = { path, headers: ifMatch(key), body: { overlapSeconds } }
      return issue(http, request, { intent, id: key.id })
    },
    edit: async (http, key, edit) =>
      keyOf(
        await send(http, {
          method: 'PATCH',
          path: keysPath(http, key.id),
          headers: ifMatch(key),
          body: bodyOf(edit),
        }),
        asked(http, key.id),
      ),
    suspend: transition('suspend'),
    resume: transition('resume'),
    revoke: transition('revoke'),
    delete: async (http, key) => {
      try {
        await send(http, {
          method: 'DELETE',
          path: keysPath(http, key.id),
          headers: ifMatch(key),
        })
        return { alreadyGone: false }
      } catch (cause) {
        if (await isGone(http, cause)) return { alreadyGone: true }
        throw cause
      }
    },
    check: async (http, key) => {
      const body = { key: key.expose() }
      return verdictOf(await send(http, { method: 'POST', path: pathIn(http, 'verify'), body }))
    },
    probe: async (http, id) => {
      const request = { method: 'GET', path: keysPath(http, id, 'verification') } as const
      const ask = async () => verdictFor(id, await send(http, request))
      try {
        await ask()
        return ask
      } catch (cause) {
        // An earlier version of the service has no such address.
        if (infoOf(cause)?.code === 'not-found') return null
        throw cause
      }
    },
    audit: async (http, cursor) => {
      const query = { limit: auditPageSize, cursor, environment: http.environment }
      return auditOf(
        await send(http, { method: 'GET', path: '/v1/audit', query }),
        http.environment,
      )
    },
  },
}
