import { AppError, infoOf } from '../../../shared/error.ts'
import { serverTimeOf } from '../clock.ts'
import type { Http } from '../connector.ts'
import { pageOf, projectOf, projectsOf } from './wire.ts'

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

/** The ids of the first hundred projects that are not archived. */
export const projectsOn = async (http: Http): Promise<readonly string[]> => {
  const request = { method: 'GET', path: path('projects'), query: { limit: 100 } } as const
  return projectsOf((await http.send(request)).body)
}

/**
 * Makes sure of the credential and of the project. Throws `setting-refused` for a project that is archived, and for one
 * that is not there, with those that are.
 */
export const look = async (http: Http): Promise<Seen> => {
  const id = projectIn(http)
  if (id !== null) return lookInto(http, id)
  const query = { limit: 1 }
  const reply = await http.send({ method: 'GET', path: keysPath(http), query })
  // It must be the administration that answered.
  await pageOf(reply.body, null)
  return { project: null, serverTime: serverTimeOf(reply) }
}

const lookInto = async (http: Http, id: string): Promise<Seen> => {
  const reply = await http.send({ method: 'GET', path: projectPath(id) }).catch(async cause => {
    const info = infoOf(cause)
    if (info?.code !== 'setting-refused') throw cause
    throw new AppError({ ...info, choices: [...(await projectsOn(http))] }, { cause })
  })
  const { name, status } = projectOf(reply.body)
  if (status !== 'archived') return { project: name ?? id, serverTime: serverTimeOf(reply) }
  const refused = { setting: 'project', cause: 'disabled', choices: null } as const
  throw new AppError({ code: 'setting-refused', environment: http.environment, ...refused })
}
