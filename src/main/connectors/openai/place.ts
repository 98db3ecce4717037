import { AppError } from '../../../shared/error.ts'
import { serverTimeOf } from '../clock.ts'
import type { Http, HttpReply } from '../connector.ts'
import { projectOf } from './wire.ts'

const path = (...parts: readonly string[]): string =>
  ['/organization', ...parts.map(encodeURIComponent)].join('/')

/** The project of the environment; null where the organization's admin keys are managed. */
export const projectIn = ({ settings }: Http): string | null => settings.project ?? null

export const projectPath = (project: string, ...rest: readonly string[]): string =>
  path('projects', project, ...rest)

/** Where the environment's keys are, or one of them. */
export const keysPath = (http: Http, ...rest: readonly string[]): string => {
  const project = projectIn(http)
  if (project !== null) return projectPath(project, 'api_keys', ...rest)
  return path('admin_api_keys', ...rest)
}

export type Seen = {
  /** Null where the organization's admin keys are managed. */
  readonly project: string | null
  /** The service's clock, in ms since 1970 UTC; null where it does not tell its time. */
  readonly serverTime: number | null
}

/** Makes sure of the credential and of the project. Throws `setting-refused` for a project that is archived. */
export const look = async (http: Http): Promise<Seen> => {
  const id = projectIn(http)
  const reply: HttpReply = await http.send(
    id === null
      ? { method: 'GET', path: keysPath(http), query: { limit: 1 } }
      : { method: 'GET', path: projectPath(id) },
  )
  return { project: id === null ? null : nameOf(http, reply), serverTime: serverTimeOf(reply) }
}

const nameOf = ({ environment }: Http, { body }: HttpReply): string => {
  const { id, name, status } = projectOf(body)
  if (status !== 'archived') return name ?? id
  const refused = { setting: 'project', cause: 'disabled', choices: null } as const
  throw new AppError({ code: 'setting-refused', environment, ...refused })
}
