import type { KeyEdit, KeyRecord } from '../../../shared/domain/key.ts'
import { secret } from '../../base/secret.ts'
import type { Connector, Http, Operations, Versioned } from '../connector.ts'
import { deletion, refuseOthers, requireFuture } from '../edit.ts'
import { refuseMisplaced, seenInPlace } from '../misplaced.ts'
import { check } from './check.ts'
import { info } from './info.ts'
import { describe } from './profile.ts'
import { meaningOf } from './refusal.ts'
import { createdOf, keyOf, type Placed } from './wire.ts'
import { chosenIn, get, list, pathOf, readKey, readUnchanged, workspaceIn } from './workspace.ts'

const create: NonNullable<Operations['create']> = async (http, { name, expiresAt }) => {
  requireFuture(expiresAt, Date.now())
  const workspace = chosenIn(http)
  const body = {
    name,
    ...(expiresAt === null ? {} : { expires_at: new Date(expiresAt).toISOString() }),
    ...(workspace === null ? {} : { workspace_id: workspace }),
  }
  const reply = await http.send({ method: 'POST', path: '/keys', body })
  const made = createdOf(reply.body)
  return { key: await inPlace(http, made), secret: secret(made.secret) }
}

/** The new key, in the environment's workspace. Throws `misplaced`. */
const inPlace = async (http: Http, made: Placed): Promise<KeyRecord> => {
  const { key, workspace: got } = made
  // Without a choice none was named: it is in the default one, as every key of the environment.
  const asked = await workspaceIn(http).catch(() => null)
  if (asked === null) return key
  const undo = () => http.send({ method: 'DELETE', path: pathOf(key.id) })
  if (got !== null) {
    await refuseMisplaced({ asked, got, key: key.id, undo })
    return key
  }
  return seenInPlace({
    ...{ asked, wished: key, undo, find: async () => null },
    look: async () => ((await readKey(http, key.id)).workspace === asked ? key : null),
  })
}

const edit = async (http: Http, key: Versioned, wish: KeyEdit): Promise<KeyRecord> => {
  refuseOthers(wish, ['name', 'state'])
  await readUnchanged(http, key)
  const disabled = wish.state === undefined ? {} : { disabled: wish.state === 'suspended' }
  const body = { name: wish.name, ...disabled }
  const reply = await http.send({ method: 'PATCH', path: pathOf(key.id), body })
  return keyOf(reply.body, key.id).key
}

const remove: NonNullable<Operations['delete']> = (http, key) =>
  deletion(async () => {
    await readUnchanged(http, key)
    await http.send({ method: 'DELETE', path: pathOf(key.id) })
  })

/** OpenRouter's keys by a management key, by the types of npm @openrouter/sdk 1.3.19. */
export const openrouter: Connector = {
  info,
  authorization: { header: 'authorization', scheme: 'Bearer ' },
  meaningOf,
  replayMs: null,
  pollMs: 60_000,
  operations: {
    ...{ describe, list, get, create, edit, check },
    suspend: (http, key) => edit(http, key, { state: 'suspended' }),
    resume: (http, key) => edit(http, key, { state: 'active' }),
    delete: remove,
  },
}
