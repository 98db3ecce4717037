import type { Effect, Profile } from '../../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import { serverTimeOf } from '../clock.ts'
import type { Http } from '../connector.ts'
import { parse } from '../parse.ts'
import { profileOf } from '../profile.ts'
import { environmentOf, requireEnvironment } from './environment.ts'
import { info } from './info.ts'

/** The earliest that Claviger was run with. */
const oldest = { major: 6, minor: 6 }
const needs = `${oldest.major}.${oldest.minor} or later`

/**
 * How long a deleted token, or the expiry before, may still hold: Unleash reads its tokens once a minute (unleash-server
 * 8.2.0, `schedule-services.js`); measured 49 s and 58 s.
 */
const propagationSeconds = 65

const Config = z.object({ version: z.string() })
const Permission = z.object({ permission: z.string(), project: z.string().nullish() })
const Caller = z.object({
  user: z.object({
    username: z.string().nullish(),
    email: z.string().nullish(),
    name: z.string().nullish(),
  }),
  permissions: z.array(Permission),
})

const cannot: Partial<Record<Effect, string>> = {
  rename: 'Unleash does not rename API tokens: create one with the right name, then delete this.',
  describe: 'Unleash keeps no descriptions of API tokens.',
  suspend: 'Unleash cannot suspend an API token: set an expiry, or delete it.',
  resume: 'Unleash cannot suspend an API token, and so cannot resume one.',
  revoke: 'Unleash does not keep revoked API tokens: delete the token instead.',
  rotate:
    'Unleash does not rotate API tokens: create a second one, move your application to it, then delete the first.',
}

const needed = {
  list: 'READ_CLIENT_API_TOKEN',
  reveal: 'READ_CLIENT_API_TOKEN',
  create: 'CREATE_CLIENT_API_TOKEN',
  expire: 'UPDATE_CLIENT_API_TOKEN',
  delete: 'DELETE_CLIENT_API_TOKEN',
} as const satisfies Partial<Record<Effect, string>>

const permissions = {
  READ_CLIENT_API_TOKEN: 'Your user in Unleash may not see API tokens.',
  CREATE_CLIENT_API_TOKEN: 'Your user in Unleash may not create API tokens.',
  UPDATE_CLIENT_API_TOKEN: 'Your user in Unleash may not change the expiry of API tokens.',
  DELETE_CLIENT_API_TOKEN: 'Your user in Unleash may not delete API tokens.',
}

/** Null for each effect that the caller may use, else the permission that is missing. */
const rules = (held: readonly z.output<typeof Permission>[]) => {
  // Those of one project open nothing here.
  const codes = held.filter(({ project }) => !project).map(({ permission }) => permission)
  const missing = (code: string) => (codes.includes('ADMIN') || codes.includes(code) ? null : code)
  const entries = Object.entries(needed).map(([effect, code]) => [effect, missing(code)] as const)
  return { ...Object.fromEntries(entries), audit: null }
}

const requireVersion = (version: string): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return
  throw new AppError({ code: 'unsupported-version', service: info.name, version, needs })
}

const read = async (http: Http): Promise<Profile> => {
  const get = (path: string) => http.send({ method: 'GET', path })
  // First of all: it says whether this is Unleash, and which.
  const config = await get('/api/admin/ui-config')
  const { version } = parse(Config, config.body)
  requireVersion(version)
  const [reply] = await Promise.all([get('/api/admin/user'), requireEnvironment(http)])
  const { user, permissions: held } = parse(Caller, reply.body)
  return profileOf({
    ...{ info, version, cannot, permissions, propagationSeconds },
    caller: user.username ?? user.email ?? user.name ?? null,
    can: rules(held),
    proof: 'own',
    keyPrefix: `*:${environmentOf(http)}.`,
    serverTime: serverTimeOf(reply),
    words: {
      expire: {
        ...{ label: 'Set expiry', done: 'Changed the expiry of' },
        text: 'Unleash can move the end of an API token, but cannot take it away.',
      },
    },
  })
}

/** What the service says of itself and of who asks. Throws `setting-refused` where the environment is none of its own. */
export const describe = async (http: Http): Promise<Profile> => {
  try {
    return await read(http)
  } catch (cause) {
    const error = infoOf(cause)
    const isOther =
      error?.code === 'not-found' || (error?.code === 'bad-response' && error.reason === 'shape')
    if (!isOther) throw cause
    throw new AppError({ code: 'bad-response', reason: 'not-a-key-service' }, { cause })
  }
}
