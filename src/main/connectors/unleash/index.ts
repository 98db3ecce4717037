import type { KeyEdit } from '../../../shared/domain/key.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import { timeOf } from '../clock.ts'
import type { Connector, Http, Operations } from '../connector.ts'
import { refuseOthers, requireFuture } from '../edit.ts'
import { refuseMisplaced } from '../misplaced.ts'
import { eachRow } from '../parse.ts'
import { unchanged } from '../version.ts'
import { environmentOf, requireEnvironment } from './environment.ts'
import { info } from './info.ts'
import { tokenPath, tokensPath } from './paths.ts'
import { check, probe, reveal } from './presenting.ts'
import { describe } from './profile.ts'
import { meaningOf } from './refusal.ts'
import { find, found, get, read } from './tokens.ts'
import { auditOf, auditTypes, idOf, recordOf, type Token, tokenOf } from './wire.ts'

const auditPageSize = 100

const remove = (http: Http, { secret }: Token) =>
  http.send({ method: 'DELETE', path: tokenPath(secret) })

/** Open-source Unleash refuses an environment that it does not know as if a permission were missing. */
const whyRefused = async (http: Http, cause: unknown): Promise<never> => {
  const code = infoOf(cause)?.code
  const isRefusal = code === 'forbidden' || code === 'refused'
  const why = isRefusal ? await requireEnvironment(http).catch((found: unknown) => found) : null
  // What else goes wrong with asking is not why nothing was made.
  throw infoOf(why)?.code === 'setting-refused' ? why : cause
}

const create: Operations['create'] = async (http, { name, expiresAt }) => {
  requireFuture(expiresAt, Date.now())
  const environment = environmentOf(http)
  const expiry = expiresAt === null ? {} : { expiresAt: new Date(expiresAt).toISOString() }
  const body = { type: 'client', tokenName: name, environment, ...expiry }
  const reply = await http
    .send({ method: 'POST', path: tokensPath, body })
    .catch(cause => whyRefused(http, cause))
  const token = tokenOf(reply.body)
  await refuseMisplaced({
    ...{ asked: environment, got: token.environment, key: idOf(token.secret) },
    undo: () => remove(http, token),
  })
  const now = timeOf(reply)
  if (token.expiresAt != null && token.expiresAt <= now) {
    // By the service's clock it was over when it was made: nobody can use it.
    await remove(http, token).catch(() => undefined)
    requireFuture(token.expiresAt, now)
  }
  return { key: recordOf(token, now), secret: secret(token.secret) }
}

/** It moves the end of a token; it cannot take it away, and changes nothing else. */
const endIn = (change: KeyEdit): number => {
  refuseOthers(change, ['expiresAt'])
  if (typeof change.expiresAt === 'number') return change.expiresAt
  throw new AppError({ code: 'unsupported', effect: 'expire' })
}

const edit: Operations['edit'] = async (http, key, change) => {
  const { token, record, now } = await found(http, key.id)
  await unchanged(http, key, async () => record)
  const expiresAt = endIn(change)
  requireFuture(expiresAt, now)
  const body = { expiresAt: new Date(expiresAt).toISOString() }
  await http.send({ method: 'PUT', path: tokenPath(token.secret), body })
  // It says the same of a token that it no longer has.
  const after = await get(http, key.id)
  if (after.expiresAt === expiresAt) return after
  throw new AppError({ code: 'changed-elsewhere' })
}

const deleteKey: Operations['delete'] = async (http, key) => {
  // It says 200 of a token that is gone, too: whether there is one is read before.
  const one = await find(http, key.id)
  if (!one) return { alreadyGone: true }
  await unchanged(http, key, async () => one.record)
  const { status } = await remove(http, one.token)
  // It says 200, too, when its database did not delete it (unleash-server 8.2.0, `api-token.js`).
  const left = await find(http, key.id).catch(() => null)
  if (left) throw new AppError({ code: 'refused', status, detail: null })
  return { alreadyGone: false }
}

const audit: Operations['audit'] = async (http, cursor) => {
  const name = environmentOf(http)
  const offset = Number(cursor ?? 0)
  const query = {
    ...{ limit: auditPageSize, offset },
    ...{ type: `IS_ANY_OF:${auditTypes.join(',')}`, environment: `IS:${name}` },
  }
  const reply = await http.send({ method: 'GET', path: '/api/admin/search/events', query })
  return auditOf(reply, { name, environment: http.environment, offset })
}

/** Unleash's API tokens by its admin API: unleash-server 8.2.0, run for the tests. */
export const unleash: Connector = {
  info,
  authorization: { header: 'authorization', scheme: '' },
  replayMs: null,
  pollMs: 15_000,
  meaningOf,
  operations: {
    describe,
    list: async http => {
      const { tokens, now } = await read(http)
      const keys = await eachRow(tokens, token => recordOf(token, now))
      return { keys, next: null, total: null, truncated: false, changes: null }
    },
    ...{ get, create, edit, delete: deleteKey, probe, reveal, check, audit },
  },
}
