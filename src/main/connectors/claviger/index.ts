import type { Profile } from '../../../shared/domain/profile.ts'
import { AppError, type ErrorInfo, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { Connector, Http, HttpRequest, Versioned } from '../connector.ts'
import { changesOf, createdOf, keyOf, pageOf, profileOf } from './wire.ts'

const pageSize = 1000
const day = 86_400_000

const keysPath = (http: Http, ...rest: readonly string[]): string =>
  ['/v1/environments', http.environment, 'keys', ...rest.map(encodeURIComponent)].join('/')

const ifMatch = ({ version }: Versioned): Record<string, string> =>
  version === null ? {} : { 'if-match': version }

const send = async (http: Http, request: HttpRequest) => (await http.send(request)).body

/** The state after the change; the service answers with the whole key. */
const transition = (verb: 'suspend' | 'resume') => async (http: Http, key: Versioned) =>
  keyOf(
    await send(http, {
      method: 'POST',
      path: keysPath(http, key.id, verb),
      headers: ifMatch(key),
    }),
    http.environment,
  )

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
  id: 'claviger',
  // The service keeps a replay for 30 days; a day is left for clocks that differ.
  createReplayMs: 29 * day,
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
    changes: async (http, after) => {
      try {
        const path = `/v1/environments/${http.environment}/changes`
        const query = { after, limit: pageSize }
        return changesOf(await send(http, { method: 'GET', path, query }), http.environment)
      } catch (cause) {
        const info = infoOf(cause)
        if (info?.code === 'refused' && info.status === 410) return { kind: 'expired' }
        throw cause
      }
    },
    get: async (http, id) => {
      try {
        const path = keysPath(http, id)
        return keyOf(await send(http, { method: 'GET', path }), http.environment)
      } catch (cause) {
        await isGone(http, cause)
        throw cause
      }
    },
    create: async (http, draft, intent) => {
      const created = createdOf(
        await send(http, {
          method: 'POST',
          path: keysPath(http),
          headers: { 'idempotency-key': intent },
          body: { name: draft.name, description: draft.description },
        }),
        http.environment,
      )
      return { key: created.key, secret: secret(created.secret) }
    },
    edit: async (http, key, draft) =>
      keyOf(
        await send(http, {
          method: 'PATCH',
          path: keysPath(http, key.id),
          headers: ifMatch(key),
          body: { name: draft.name, description: draft.description },
        }),
        http.environment,
      ),
    suspend: transition('suspend'),
    resume: transition('resume'),
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
  },
}
