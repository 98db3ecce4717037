import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { timeOf } from '../clock.ts'
import type { Http, Versioned } from '../connector.ts'
import { unchanged } from '../version.ts'
import { keyOf } from './wire.ts'

/** Every call is a POST, `keys.getKey` and `apis.listKeys` too. */
export const call = (http: Http, name: string, body: Readonly<Record<string, unknown>>) =>
  http.send({ method: 'POST', path: `/v2/${name}`, body, isRead: /\.(get|list)/.test(name) })

/** The API whose keys are the environment's. */
export const apiIn = ({ environment, settings }: Http): string => {
  const { api } = settings
  if (api !== undefined) return api
  throw new AppError({
    ...{ code: 'setting-refused', environment, setting: 'api' },
    ...{ cause: 'missing', choices: null },
  })
}

export const getKey = async (http: Http, id: KeyId): Promise<KeyRecord> =>
  keyOf((await call(http, 'keys.getKey', { keyId: id })).body, id)

/** The key just before it is changed, which is what was seen of it, and when that was. */
export const readUnchanged = async (http: Http, key: Versioned) => {
  const reply = await call(http, 'keys.getKey', { keyId: key.id })
  const now = await unchanged(http, key, async () => keyOf(reply.body, key.id))
  return { now, at: timeOf(reply) }
}

/** The key after a change that has been made: a failure to read it is no failure of the change. */
export const readChanged = (http: Http, changed: KeyRecord): Promise<KeyRecord> =>
  getKey(http, changed.id).catch(() => changed)
