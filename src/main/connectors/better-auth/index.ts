import type { KeyEdit, KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import { serverTimeOf } from '../clock.ts'
import type { Connector, Http, Operations, Versioned } from '../connector.ts'
import { refuseMisplaced } from '../misplaced.ts'
import { unchanged } from '../version.ts'
import { describe, openSession } from './describe.ts'
import { info } from './info.ts'
import { list, readAll } from './list.ts'
import { foundAt, keptTo, nameOf, whereOf } from './place.ts'
import { meaningOf } from './refusal.ts'
import { keyIn, secretIn } from './wire.ts'

const post = (http: Http, path: string, body: Readonly<Record<string, unknown>>) =>
  http.send({ method: 'POST', path, body })

const get = async (http: Http, id: KeyId): Promise<KeyRecord> => {
  const where = whereOf(http)
  // Without its configuration, a key is looked for in the default one only.
  const query = { id, configId: where.config }
  return keptTo(where, keyIn(await http.send({ method: 'GET', path: '/api-key/get', query }), id))
}

// A request takes no longer than half of it; a wrong unit, or a clock that is wrong, is further off.
const toleranceMs = 60_000

/** Takes back what expires at another time than was asked. When that fails, its error is told: something was changed. */
const refuseOtherExpiry = async (
  asked: number,
  { expiresAt }: KeyRecord,
  undo: () => Promise<unknown>,
): Promise<void> => {
  if (expiresAt !== null && Math.abs(expiresAt - asked) <= toleranceMs) return
  await undo()
  throw new AppError({ code: 'bad-response', reason: 'time-unit' })
}

/** In seconds from the service's now, whose clock its last answer has told: it takes no point in time. */
const secondsUntil = async (
  http: Http,
  expiresAt: number | null | undefined,
): Promise<number | null | undefined> => {
  if (expiresAt === null || expiresAt === undefined) return expiresAt
  const { reply } = await openSession(http)
  const seconds = (expiresAt - (serverTimeOf(reply) ?? Date.now())) / 1000
  if (seconds < 1)
    throw new AppError({ code: 'expiry-refused', cause: 'past', longestSeconds: null })
  return seconds
}

const remove = (http: Http, keyId: KeyId, configId: string) =>
  post(http, '/api-key/delete', { keyId, configId })

/** In a configuration that the service has lost, no key is found: those in it are listed, and may be accepted. */
const refuseListed = async (http: Http, id: KeyId): Promise<void> => {
  const { all } = await readAll(http)
  if (!all.some(({ key }) => key.id === id)) return
  const refused = { code: 'setting-refused', environment: http.environment } as const
  throw new AppError({ ...refused, setting: 'config', cause: 'not-found', choices: null })
}

const create: Operations['create'] = async (http, { name, description, expiresAt }) => {
  if (description !== null) throw new AppError({ code: 'unsupported', effect: 'describe' })
  const where = whereOf(http)
  const reply = await post(http, '/api-key/create', {
    name,
    configId: where.config,
    organizationId: where.organization ?? undefined,
    expiresIn: (await secondsUntil(http, expiresAt)) ?? undefined,
  })
  const made = keyIn(reply, null)
  const { id } = made.key
  const undo = () => remove(http, id, made.config)
  // A configuration that it does not know, it takes for the default one; an organization it may not heed at all.
  const got = nameOf(foundAt(made, where))
  await refuseMisplaced({ asked: nameOf(where), got, key: id, undo })
  if (expiresAt !== null) await refuseOtherExpiry(expiresAt, made.key, undo)
  return { key: made.key, secret: secret(secretIn(reply)) }
}

const update = async (
  http: Http,
  id: KeyId,
  change: Readonly<Record<'name' | 'enabled' | 'expiresIn', unknown>>,
): Promise<KeyRecord> => {
  const where = whereOf(http)
  const body = { keyId: id, configId: where.config, ...change }
  return keptTo(where, keyIn(await post(http, '/api-key/update', body), id))
}

/** What is left out of the edit is left out of the request. */
const edit = async (http: Http, key: Versioned, change: KeyEdit): Promise<KeyRecord> => {
  if (change.description !== undefined && change.description !== null)
    throw new AppError({ code: 'unsupported', effect: 'describe' })
  const now = await unchanged(http, key, get)
  const { name, state, expiresAt } = change
  const asked = {
    name,
    enabled: state === undefined ? undefined : state === 'active',
    expiresIn: await secondsUntil(http, expiresAt),
  }
  // The service refuses a change of nothing.
  if (Object.values(asked).every(value => value === undefined)) return now
  const changed = await update(http, key.id, asked)
  if (typeof expiresAt === 'number')
    await refuseOtherExpiry(expiresAt, changed, async () =>
      update(http, key.id, {
        ...{ name: now.name || undefined, enabled: now.state !== 'suspended' },
        expiresIn: await secondsUntil(http, now.expiresAt),
      }),
    )
  return changed
}

/** better-auth with its API-key plugin, as its clients speak to it: a user's own keys, or an organization's. */
export const betterAuth: Connector = {
  info,
  // By cookie it would want an origin too.
  authorization: { header: 'authorization', scheme: 'Bearer ' },
  meaningOf,
  // Two requests, of which the larger takes the service some ms.
  pollMs: 10_000,
  replayMs: null,
  operations: {
    describe,
    list,
    get,
    create,
    edit,
    suspend: (http, key) => edit(http, key, { state: 'suspended' }),
    resume: (http, key) => edit(http, key, { state: 'active' }),
    delete: async (http, key) => {
      try {
        await unchanged(http, key, get)
        await remove(http, key.id, whereOf(http).config)
        return { alreadyGone: false }
      } catch (cause) {
        if (infoOf(cause)?.code !== 'not-found') throw cause
        await refuseListed(http, key.id)
        return { alreadyGone: true }
      }
    },
  },
}
