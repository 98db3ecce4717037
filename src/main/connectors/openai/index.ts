import type { KeyEdit, KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import type { Connector, Http, Operations, Versioned } from '../connector.ts'
import { deletion, refuseOthers } from '../edit.ts'
import { refuseOrdinaryKey } from '../misconnected.ts'
import { unchanged } from '../version.ts'
import { audit } from './audit.ts'
import { check } from './check.ts'
import { create, secondsUntil } from './create.ts'
import { info } from './info.ts'
import { keysPath, look, projectIn } from './place.ts'
import { profileIn } from './profile.ts'
import { meaningOf } from './refusal.ts'
import { demandDeleted, keyOf, pageOf } from './wire.ts'

const pageSize = 100

const models = { method: 'GET', path: '/models' } as const

const describe = async (http: Http): Promise<Profile> => {
  try {
    return profileIn(await look(http))
  } catch (cause) {
    // An admin key cannot list models, and an ordinary one can.
    if (infoOf(cause)?.code === 'forbidden') await refuseOrdinaryKey(http, models)
    throw cause
  }
}

const get = async (http: Http, id: KeyId): Promise<KeyRecord> =>
  keyOf((await http.send({ method: 'GET', path: keysPath(http, id) })).body, id)

const edit = async (http: Http, key: Versioned, change: KeyEdit): Promise<KeyRecord> => {
  // An admin key's expiry is what it was at first.
  refuseOthers(change, projectIn(http) === null ? [] : ['expiresAt'])
  const { expiresAt } = change
  const now = await unchanged(http, key, get)
  if (expiresAt === undefined || expiresAt === now.expiresAt) return now
  // It can be moved and not be taken away.
  if (expiresAt === null) throw new AppError({ code: 'unsupported', effect: 'expire' })
  const body = { expires_in_seconds: await secondsUntil(http, expiresAt) }
  const reply = await http.send({ method: 'POST', path: keysPath(http, key.id), body })
  return keyOf(reply.body, key.id)
}

const remove: NonNullable<Operations['delete']> = (http, key) => {
  const removed = async () => {
    await unchanged(http, key, get)
    demandDeleted((await http.send({ method: 'DELETE', path: keysPath(http, key.id) })).body)
  }
  // Where its project is gone, everything is.
  return deletion(removed, () => look(http))
}

/**
 * OpenAI's administration interface: the keys of a project, or the admin keys of an organization. By the types of npm
 * openai 7.57.0 and https://developers.openai.com/api/reference/administration/overview; never run against the service.
 */
export const openai: Connector = {
  info,
  authorization: { header: 'authorization', scheme: 'Bearer ' },
  replayMs: null,
  pollMs: 60_000,
  meaningOf,
  operations: {
    describe,
    list: async (http, cursor) => {
      // Without the filter, enabled keys whose owner has left are in no list.
      const filter = projectIn(http) === null ? {} : { owner_project_access: 'any' }
      const query = { limit: pageSize, after: cursor, ...filter }
      const reply = await http.send({ method: 'GET', path: keysPath(http), query })
      return pageOf(reply.body, cursor)
    },
    get,
    create,
    edit,
    delete: remove,
    check,
    audit,
  },
}
