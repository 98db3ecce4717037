import type { KeyEdit, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { Connector, Http, Operations, Versioned } from '../connector.ts'
import { refuseMisplaced } from '../misplaced.ts'
import { check } from './check.ts'
import { info } from './info.ts'
import { describe } from './profile.ts'
import { meaningOf } from './refusal.ts'
import { createdOf, keyOf, type Placed } from './wire.ts'
import { chosenIn, get, list, pathOf, readUnchanged, workspaceIn } from './workspace.ts'

const create: NonNullable<Operations['create']> = async (http, { name, expiresAt }) => {
  const workspace = chosenIn(http)
  const body = {
    name,
    ...(expiresAt === null ? {} : { expires_at: new Date(expiresAt).toISOString() }),
    ...(workspace === null ? {} : { workspace_id: workspace }),
  }
  const reply = await http.send({ method: 'POST', path: '/keys', body })
  const made = createdOf(reply.body)
  await requirePlace(http, made)
  return { key: made.key, secret: secret(made.secret) }
}

const requirePlace = async (http: Http, { key, workspace }: Placed): Promise<void> => {
  // The secret is there and must reach its owner: what cannot be asked is not compared.
  const asked = await workspaceIn(http).catch(() => null)
  if (asked === null || workspace === null) return
  const undo = () => http.send({ method: 'DELETE', path: pathOf(key.id) })
  await refuseMisplaced({ asked, got: workspace, key: key.id, undo })
}

const edit = async (http: Http, key: Versioned, wish: KeyEdit): Promise<KeyRecord> => {
  if (wish.expiresAt !== undefined) throw new AppError({ code: 'unsupported', effect: 'expire' })
  await readUnchanged(http, key)
  const disabled = wish.state === undefined ? {} : { disabled: wish.state === 'suspended' }
  const body = { name: wish.name, ...disabled }
  const reply = await http.send({ method: 'PATCH', path: pathOf(key.id), body })
  return keyOf(reply.body, key.id).key
}

const remove: NonNullable<Operations['delete']> = async (http, key) => {
  try {
    await readUnchanged(http, key)
    await http.send({ method: 'DELETE', path: pathOf(key.id) })
    return { alreadyGone: false }
  } catch (cause) {
    if (infoOf(cause)?.code === 'not-found') return { alreadyGone: true }
    throw cause
  }
}

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
