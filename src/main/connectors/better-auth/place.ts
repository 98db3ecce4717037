import { AppError } from '../../../shared/error.ts'
import type { Http } from '../connector.ts'
import type { Placed } from './wire.ts'

/** Where an environment's keys are: in which configuration of the plugin, and whose. */
export type Where = {
  readonly config: string
  /** Null: the keys are the user's own. */
  readonly organization: string | null
}

export const whereOf = ({
  environment,
  settings,
}: Pick<Http, 'environment' | 'settings'>): Where => {
  const { config, organization = null } = settings
  if (config === undefined) {
    const refused = { code: 'setting-refused', environment, setting: 'config' } as const
    throw new AppError({ ...refused, cause: 'missing', choices: null })
  }
  return { config, organization }
}

/** As it is said of a key that is not where it was asked for. */
export const nameOf = ({ config, organization }: Where): string =>
  organization === null ? config : `${config} of ${organization}`

/** Where a key is; of a user's keys it does not matter which user's. */
export const foundAt = ({ config, owner }: Placed, asked: Where): Where => ({
  config,
  organization: asked.organization === null ? null : owner,
})

/** The key, unless it is another environment's. */
export const keptTo = (where: Where, placed: Placed): Placed['key'] => {
  if (nameOf(foundAt(placed, where)) !== nameOf(where))
    throw new AppError({ code: 'bad-response', reason: 'shape' })
  return placed.key
}
