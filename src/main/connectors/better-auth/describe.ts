import type { Effect, Profile } from '../../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { serverTimeOf } from '../clock.ts'
import type { Http, HttpReply } from '../connector.ts'
import { profileOf } from '../profile.ts'
import { info } from './info.ts'
import { readAll } from './list.ts'
import { whereOf } from './place.ts'
import { callerIn, isPermittedBy, type Placed } from './wire.ts'

/** Whose session it is, and the answer that said so. A session that has ended is answered too, with null. */
export const openSession = async (
  http: Http,
): Promise<{ readonly caller: string; readonly reply: HttpReply }> => {
  const reply = await http.send({ method: 'GET', path: '/get-session' })
  const caller = callerIn(reply)
  if (caller === null) throw new AppError({ code: 'unauthorized', environment: http.environment })
  return { caller, reply }
}

/**
 * A configuration that the service does not know is silently the default one: so a key of the default one is then found
 * in it, and a key of its own is not. Where there is no key of either, nothing tells.
 */
const refuseUnknownConfig = async (http: Http, all: readonly Placed[]): Promise<void> => {
  const { config } = whereOf(http)
  if (config === 'default') return
  const own = all.find(placed => placed.config === config)
  const witness = own ?? all.find(placed => placed.config === 'default')
  if (!witness) return
  const isFound = await http
    .send({ method: 'GET', path: '/api-key/get', query: { id: witness.key.id, configId: config } })
    .then(
      () => true,
      cause => {
        if (infoOf(cause)?.code !== 'not-found') throw cause
        return false
      },
    )
  if (isFound === (own !== undefined)) return
  const refused = { code: 'setting-refused', environment: http.environment } as const
  // Which it has, it does not tell: those without keys are not seen.
  throw new AppError({ ...refused, setting: 'config', cause: 'not-found', choices: null })
}

const isPermitted = async (http: Http, action: string): Promise<boolean> =>
  isPermittedBy(
    await http.send({
      method: 'POST',
      path: '/organization/has-permission',
      isRead: true,
      body: {
        organizationId: whereOf(http).organization,
        permissions: { apiKey: [action] },
      },
    }),
  )

const actions = {
  create: 'create',
  rename: 'update',
  suspend: 'update',
  resume: 'update',
  expire: 'update',
  delete: 'delete',
} as const satisfies Partial<Record<Effect, string>>

/** Which effects the caller lacks a permission for: none, but in an organization. It has been read already. */
const lackedBy = async (http: Http): Promise<ReadonlySet<string>> => {
  if (whereOf(http).organization === null) return new Set()
  // Who may read although no role says so, made the organization: the plugin lets them do everything.
  if (!(await isPermitted(http, 'read'))) return new Set()
  const lacked = new Set<string>()
  for (const action of new Set(Object.values(actions))) {
    if (!(await isPermitted(http, action))) lacked.add(action)
  }
  return lacked
}

export const describe = async (http: Http): Promise<Profile> => {
  // The list first: what is no better-auth does not answer with one, nor an older version with this one.
  const { all } = await readAll(http)
  const { caller, reply } = await openSession(http)
  await refuseUnknownConfig(http, all)
  const lacked = await lackedBy(http)
  const needs = (action: string) => (lacked.has(action) ? `apiKey:${action}` : null)
  return profileOf({
    ...{ info, caller, version: null, serverTime: serverTimeOf(reply) },
    can: {
      list: null,
      ...Object.fromEntries(Object.entries(actions).map(([effect, act]) => [effect, needs(act)])),
    },
    cannot: {
      describe: 'A key of better-auth has no description: put what matters into its name.',
      revoke: 'Keys of better-auth are not revoked: disable the key, or delete it for good.',
      rotate:
        'Keys of better-auth are not rotated: create a new one, bring it to where the old one is used, then delete the old one.',
    },
    words: {
      suspend: { label: 'Disable', done: 'Disabled' },
      resume: { label: 'Enable', done: 'Enabled' },
    },
    states: { suspended: 'Disabled' },
    // It verifies keys for its own server only.
    proof: 'none',
    // It says nothing of it. Measured: none where keys are in its database; a cache before that may take a while.
    propagationSeconds: null,
    // Its default, of UTF-16 code units.
    nameLength: 32,
  })
}
