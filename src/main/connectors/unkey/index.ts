import type { KeyEdit, KeyRecord } from '../../../shared/domain/key.ts'
import { infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { Connector, Http, Operations, Versioned } from '../connector.ts'
import { deletion, refuseOthers, requireFuture } from '../edit.ts'
import { withVersion } from '../version.ts'
import { apiIn, call, getKey, readChanged, readUnchanged } from './call.ts'
import { info } from './info.ts'
import { listKeys, placeOf, readNew } from './placement.ts'
import { describe, hiding } from './profile.ts'
import { meaningOf } from './refusal.ts'
import { rotate } from './rotate.ts'
import { createdOf, verdictOf } from './wire.ts'

const create: NonNullable<Operations['create']> = async (http, { name, expiresAt }) => {
  requireFuture(expiresAt, Date.now())
  const apiId = apiIn(http)
  const expires = expiresAt === null ? {} : { expires: expiresAt }
  // `recoverable: false`: Unkey keeps a hash of the key and nobody can have it shown again.
  const body = { apiId, name, enabled: true, recoverable: false, ...expires }
  const reply = await call(http, 'keys.createKey', body).catch(async cause => {
    if (infoOf(cause)?.code === 'setting-refused') await call(http, 'apis.getApi', { apiId })
    return hiding(`api.${apiId}.create_key`)(cause)
  })
  const { keyId, key } = createdOf(reply.body)
  const wished = withVersion({
    ...{ id: keyId, kind: 'key', name, mask: null, description: null, state: 'active' },
    ...{ createdAt: null, createdBy: null, updatedAt: null, lastUsedAt: null, usageCount: null },
    ...{ expiresAt, previousUntil: null },
  })
  const undo = () => call(http, 'keys.deleteKey', { keyId })
  return { key: await readNew(http, { wished, home: null, undo }), secret: secret(key) }
}

const edit = async (http: Http, key: Versioned, wish: KeyEdit): Promise<KeyRecord> => {
  refuseOthers(wish, ['name', 'state', 'expiresAt'])
  const { now, at } = await readUnchanged(http, key)
  const { name = now.name, state = now.state, expiresAt = now.expiresAt } = wish
  requireFuture(wish.expiresAt, at)
  // What is left out stays; null clears.
  await call(http, 'keys.updateKey', {
    ...{ keyId: key.id, name: wish.name, expires: wish.expiresAt },
    ...(wish.state === undefined ? {} : { enabled: wish.state === 'active' }),
  })
  return readChanged(http, withVersion({ ...now, name, state, expiresAt }))
}

/** Soft, as is the service's default: what is left is a record that no call shows. */
const remove: NonNullable<Operations['delete']> = (http, key) =>
  deletion(async () => {
    await readUnchanged(http, key)
    await call(http, 'keys.deleteKey', { keyId: key.id })
  })

/** Costs the key no credit. A key that the root key may verify can be of an API that is not the environment's. */
const check: NonNullable<Operations['check']> = async (http, key) => {
  const body = { key: key.expose(), credits: { cost: 0 } }
  const said = verdictOf((await call(http, 'keys.verifyKey', body)).body)
  const isElsewhere = said.id !== null && (await placeOf(http, said.id)).kind === 'elsewhere'
  return isElsewhere ? { verdict: 'wrong-environment', id: null } : said
}

/** Unkey's API v2, by the types of npm @unkey/api 2.5.1. Root keys are told from ordinary ones by the service alone. */
export const unkey: Connector = {
  info,
  authorization: { header: 'authorization', scheme: 'Bearer ' },
  meaningOf,
  replayMs: null,
  // A workspace has so many requests a minute, and integrations verify their keys out of the same.
  pollMs: 60_000,
  operations: {
    describe,
    list: listKeys,
    get: getKey,
    create,
    rotate,
    edit,
    suspend: (http, key) => edit(http, key, { state: 'suspended' }),
    resume: (http, key) => edit(http, key, { state: 'active' }),
    delete: remove,
    check,
  },
}
