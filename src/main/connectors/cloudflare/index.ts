import type { KeyEdit, KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import { serverTimeOf, timeOf } from '../clock.ts'
import type { Connector, CreatedKey, Http, KeyPage, Operations, Versioned } from '../connector.ts'
import { deletion, refuseOthers, requireFuture } from '../edit.ts'
import { unchanged } from '../version.ts'
import { replacementFor } from './change.ts'
import { check } from './check.ts'
import { info } from './info.ts'
import { accountIn, ask, tokensPath } from './place.ts'
import { profileIn } from './profile.ts'
import { meaningOf } from './refusal.ts'
import { envelopeOf, pageOf, rolledOf, tokenOf, toRecord } from './wire.ts'

const pageSize = 50

/** Without `include_expired`, what has expired is in no list. */
const page = async (http: Http, number: number) => {
  const query = { page: number, per_page: pageSize, include_expired: 'true' }
  const reply = await ask(http, { method: 'GET', path: tokensPath(http), query })
  return { reply, keys: await pageOf(reply.body, number, pageSize) }
}

const list = async (http: Http, cursor: string | null): Promise<KeyPage> => {
  const { keys } = await page(http, cursor === null ? 1 : Number(cursor))
  return keys
}

const describe = async (http: Http) => {
  const { reply } = await page(http, 1)
  return profileIn({ account: accountIn(http), serverTime: serverTimeOf(reply) })
}

const read = async (http: Http, id: KeyId) => {
  const reply = await ask(http, { method: 'GET', path: tokensPath(http, id) })
  return { reply, token: tokenOf(envelopeOf(reply.body).result, id) }
}

const get = async (http: Http, id: KeyId): Promise<KeyRecord> =>
  toRecord((await read(http, id)).token)

/** The token as it is now, if it is as it was seen. */
const readUnchanged = async (http: Http, key: Versioned) => {
  const seen = await read(http, key.id)
  const { state } = await unchanged(http, key, async () => toRecord(seen.token))
  if (state === 'revoked') throw new AppError({ code: 'conflict', cause: 'key-revoked' })
  return seen
}

const edit = async (http: Http, key: Versioned, change: KeyEdit): Promise<KeyRecord> => {
  refuseOthers(change, ['name', 'state', 'expiresAt'])
  const { reply, token } = await readUnchanged(http, key)
  requireFuture(change.expiresAt, timeOf(reply))
  const body = replacementFor(token, change)
  const then = await ask(http, { method: 'PUT', path: tokensPath(http, key.id), body })
  return toRecord(tokenOf(envelopeOf(then.body).result, key.id))
}

/** The secret before ends with the answer. Once there is a new one, no trouble may lose it. */
const rotate = async (http: Http, key: Versioned): Promise<CreatedKey> => {
  const { token } = await readUnchanged(http, key)
  const path = tokensPath(http, key.id, 'value')
  const value = rolledOf(
    envelopeOf((await ask(http, { method: 'PUT', path, body: {} })).body).result,
  )
  const then = await get(http, key.id).catch(() => toRecord(token))
  return { key: then, secret: secret(value) }
}

const remove: NonNullable<Operations['delete']> = (http, key) => {
  const removed = async () => {
    await unchanged(http, key, get)
    envelopeOf((await ask(http, { method: 'DELETE', path: tokensPath(http, key.id) })).body)
  }
  // What lists the others has not lost it by some other trouble.
  return deletion(removed, () => page(http, 1))
}

/**
 * Cloudflare's API tokens, of a user or of an account. By the types of npm cloudflare 7.3.0 and
 * https://developers.cloudflare.com/fundamentals/api/; never run against the service.
 */
export const cloudflare: Connector = {
  info,
  authorization: { header: 'authorization', scheme: 'Bearer ' },
  replayMs: null,
  // 1200 requests in five minutes are for everything that a user or account token does.
  pollMs: 60_000,
  meaningOf,
  operations: {
    describe,
    list,
    get,
    edit,
    suspend: (http, key) => edit(http, key, { state: 'suspended' }),
    resume: (http, key) => edit(http, key, { state: 'active' }),
    rotate,
    delete: remove,
    check,
  },
}
