import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { Http } from '../connector.ts'
import { parse } from '../parse.ts'

const Environments = z.object({
  environments: z.array(z.object({ name: z.string(), enabled: z.boolean() })),
})

const setting = 'environment'

/** The service's name of the environment that stands for this one of Claviger's. */
export const environmentOf = ({ environment, settings }: Http): string => {
  const name = settings[setting]
  if (name !== undefined) return name
  throw new AppError({
    ...{ code: 'setting-refused', environment, setting, cause: 'missing', choices: null },
  })
}

/** Throws `setting-refused`, with those that there are, unless the service has the environment and it is switched on. */
export const requireEnvironment = async (http: Http): Promise<void> => {
  const { environment } = http
  const name = environmentOf(http)
  const { body } = await http.send({ method: 'GET', path: '/api/admin/environments' })
  const { environments } = parse(Environments, body)
  const found = environments.find(candidate => candidate.name === name)
  if (found?.enabled) return
  const choices = environments.filter(({ enabled }) => enabled).map(enabled => enabled.name)
  const cause = found ? 'disabled' : 'not-found'
  throw new AppError({ code: 'setting-refused', environment, setting, cause, choices })
}
