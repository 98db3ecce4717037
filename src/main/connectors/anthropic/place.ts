import { AppError, infoOf } from '../../../shared/error.ts'
import type { Secret } from '../../base/secret.ts'
import { serverTimeOf } from '../clock.ts'
import type { Http, HttpReply, HttpRequest } from '../connector.ts'
import { organizationOf, workspaceOf, workspacesOf } from './wire.ts'

/** Must be in every request. */
export const headers = { 'anthropic-version': '2023-06-01' }

export const send = (http: Http, request: HttpRequest): Promise<HttpReply> =>
  http.send({ ...request, headers })

export const present = (http: Http, key: Secret, request: HttpRequest): Promise<HttpReply> =>
  http.present(key, { ...request, headers })

const path = (...parts: readonly string[]): string =>
  ['/organizations', ...parts.map(encodeURIComponent)].join('/')

/** The workspace of the environment; null for the whole organization. */
export const workspaceIn = ({ settings }: Http): string | null => settings.workspace ?? null

export const keysPath = (...rest: readonly string[]): string => path('api_keys', ...rest)

export const organizationOn = async (http: Http) => {
  const reply = await send(http, { method: 'GET', path: path('me') })
  return { ...organizationOf(reply.body), serverTime: serverTimeOf(reply) }
}

/** The name of the workspace. Throws `setting-refused` where it is not there, with those that are, or archived. */
export const workspaceOn = async (http: Http, id: string): Promise<string> => {
  const found = (await oneWorkspace(http, id)) ?? (await fromAll(http, id))
  if (found.archived_at == null) return found.name
  const refused = { setting: 'workspace', cause: 'disabled', choices: null } as const
  throw new AppError({ code: 'setting-refused', environment: http.environment, ...refused })
}

const oneWorkspace = async (http: Http, id: string) => {
  try {
    return workspaceOf((await send(http, { method: 'GET', path: path('workspaces', id) })).body)
  } catch (cause) {
    if (infoOf(cause)?.code === 'not-found') return null
    throw cause
  }
}

/** The default workspace is among all only, and there only when it is asked for. */
const fromAll = async (http: Http, id: string) => {
  const query = { limit: 1000, include_default: 'true' }
  const all = workspacesOf(
    (await send(http, { method: 'GET', path: path('workspaces'), query })).body,
  )
  const found = all.find(workspace => workspace.id === id)
  if (found) return found
  const choices = all.map(workspace => workspace.id)
  const refused = { setting: 'workspace', cause: 'not-found', choices } as const
  throw new AppError({ code: 'setting-refused', environment: http.environment, ...refused })
}
