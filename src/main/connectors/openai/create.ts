import type { KeyDraft } from '../../../shared/domain/key.ts'
import { secret } from '../../base/secret.ts'
import type { CreatedKey, Http } from '../connector.ts'
import { requireFuture } from '../edit.ts'
import { seenInPlace } from '../misplaced.ts'
import { keysPath, look, projectIn, projectPath, projectsOn } from './place.ts'
import { createdAccount, createdAdminKey, keyOf } from './wire.ts'

/**
 * OpenAI counts from its own clock, which is asked first. Without one, this computer's is taken. Throws
 * `expiry-refused` for a time that is over.
 */
export const secondsUntil = async (http: Http, expiresAt: number): Promise<number> => {
  const { serverTime } = await look(http)
  const now = serverTime ?? Date.now()
  requireFuture(expiresAt, now)
  return Math.max(1, Math.round((expiresAt - now) / 1000))
}

export const create = async (http: Http, draft: KeyDraft): Promise<CreatedKey> => {
  const { name, expiresAt } = draft
  const expiry =
    expiresAt === null ? {} : { expires_in_seconds: await secondsUntil(http, expiresAt) }
  const project = projectIn(http)
  return project === null
    ? createAdminKey(http, { name, ...expiry })
    : createInProject(http, project, { name, ...expiry })
}

type Body = { readonly name: string; readonly expires_in_seconds?: number }

const createAdminKey = async (http: Http, body: Body): Promise<CreatedKey> => {
  const reply = await http.send({ method: 'POST', path: keysPath(http), body })
  const { key, value } = createdAdminKey(reply.body)
  return { key, secret: secret(value) }
}

/**
 * A key of its own comes with a new service account, and is the only kind that the API makes. The answer names no
 * project, so the key is asked for in the one that was meant.
 */
const createInProject = async (http: Http, project: string, body: Body): Promise<CreatedKey> => {
  const path = projectPath(project, 'service_accounts')
  const made = createdAccount((await http.send({ method: 'POST', path, body })).body)
  const key = await seenInPlace({
    ...{ asked: project, wished: made.key },
    look: async () => {
      const reply = await http.send({ method: 'GET', path: keysPath(http, made.key.id) })
      return keyOf(reply.body, made.key.id)
    },
    find: () => homeOf(http, made.account),
    undo: home => removeAccount(http, home ?? project, made.account),
  })
  return { key, secret: secret(made.value) }
}

/** The project in which the service account is after all; null when it is in none of the first hundred. */
const homeOf = async (http: Http, account: string): Promise<string | null> => {
  for (const project of await projectsOn(http)) {
    const path = projectPath(project, 'service_accounts', account)
    const isIn = await http.send({ method: 'GET', path }).then(
      () => true,
      () => false,
    )
    if (isIn) return project
  }
  return null
}

const removeAccount = (http: Http, project: string, account: string) =>
  http.send({ method: 'DELETE', path: projectPath(project, 'service_accounts', account) })
