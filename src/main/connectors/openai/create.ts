import type { KeyDraft, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { CreatedKey, Http } from '../connector.ts'
import { refuseMisplaced } from '../misplaced.ts'
import { keysPath, look, projectIn, projectPath, projectsOn } from './place.ts'
import { createdAccount, createdAdminKey, keyOf } from './wire.ts'

/**
 * OpenAI counts from its own clock, which is asked first. Without one, this computer's is taken. Throws
 * `expiry-refused` for a time that is over.
 */
export const secondsUntil = async (http: Http, expiresAt: number): Promise<number> => {
  const { serverTime } = await look(http)
  const seconds = Math.round((expiresAt - (serverTime ?? Date.now())) / 1000)
  if (seconds > 0) return seconds
  throw new AppError({ code: 'expiry-refused', cause: 'past', longestSeconds: null })
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
  const found = await findMade(http, made.key)
  if (found === null) {
    const home = await homeOf(http, made.account)
    await refuseMisplaced({
      ...{ asked: project, got: home ?? 'no project that could be found', key: made.key.id },
      undo: () => removeAccount(http, home ?? project, made.account),
    })
  }
  return { key: found ?? made.key, secret: secret(made.value) }
}

/** Null when the project has no such key. With any other trouble the key is there, and its secret must not be lost. */
const findMade = async (http: Http, key: KeyRecord): Promise<KeyRecord | null> => {
  try {
    const reply = await http.send({ method: 'GET', path: keysPath(http, key.id) })
    return keyOf(reply.body, key.id)
  } catch (cause) {
    return infoOf(cause)?.code === 'not-found' ? null : key
  }
}

/** The project in which the service account is after all; null when it is in none of the first hundred. */
const homeOf = async (http: Http, account: string): Promise<string | null> => {
  const has = async (project: string): Promise<boolean> => {
    const path = projectPath(project, 'service_accounts', account)
    return http.send({ method: 'GET', path }).then(
      () => true,
      () => false,
    )
  }
  try {
    for (const project of await projectsOn(http)) {
      if (await has(project)) return project
    }
    return null
  } catch {
    return null
  }
}

const removeAccount = (http: Http, project: string, account: string) =>
  http.send({ method: 'DELETE', path: projectPath(project, 'service_accounts', account) })
