import { z } from '../../../../src/shared/zod.ts'
import type { Answer } from '../stand-in-server.ts'
import type { Key, RootKey, World } from './stand-in-world.ts'

const id = z.string().min(3).max(255).regex(/^\w+$/)
const time = z.number().int().min(0).max(4_102_444_800_000)
const name = z.string().min(1).max(255)

// Of the documented members, those that a manager of keys needs; the service refuses any that it does not know.
const bodies = {
  'apis.getApi': z.strictObject({ apiId: id }),
  'apis.listKeys': z.strictObject({
    apiId: z.string().min(1),
    limit: z.number().int().min(1).max(100).default(100),
    cursor: z.string().optional(),
    decrypt: z.boolean().default(false),
    revalidateKeysCache: z.boolean().default(false),
  }),
  'keys.getKey': z.strictObject({ keyId: id, decrypt: z.boolean().default(false) }),
  'keys.createKey': z.strictObject({
    ...{ apiId: id, name: name.optional(), expires: time.optional() },
    prefix: z.string().min(1).max(16).optional(),
    meta: z.record(z.string(), z.unknown()).optional(),
    ...{ enabled: z.boolean().default(true), recoverable: z.boolean().default(false) },
  }),
  'keys.updateKey': z.strictObject({
    ...{ keyId: id, name: name.nullable().optional(), expires: time.nullable().optional() },
    enabled: z.boolean().optional(),
  }),
  'keys.rerollKey': z.strictObject({ keyId: id, expiration: time }),
  'keys.deleteKey': z.strictObject({ keyId: id, permanent: z.boolean().default(false) }),
  'keys.verifyKey': z.strictObject({
    key: z.string().min(1).max(512),
    credits: z.strictObject({ cost: z.number().int().min(0) }).optional(),
  }),
}
type Call = keyof typeof bodies
type Body<C extends Call> = z.output<(typeof bodies)[C]>

const meta = { requestId: 'req_standin' }
const ok = (data: unknown, more = {}): Answer => ({ status: 200, body: { meta, data, ...more } })

/** `type` is the end of the address of its documentation: "data/key_not_found". */
export const refusal = (
  status: number,
  type: string,
  title: string,
  detail: string,
  more = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    meta,
    error: { title, detail, status, type: `https://unkey.com/docs/errors/unkey/${type}`, ...more },
  },
})
const notFound = (type: string, detail: string) => refusal(404, type, 'Not Found', detail)
const noKey = notFound('data/key_not_found', 'The specified key was not found.')
const noApi = notFound(
  'data/api_not_found',
  'The requested API does not exist or has been deleted.',
)

/** What `root` lacks for one of `actions` on an API; null when it may do them all. */
const lacks = (root: RootKey, apiId: string, ...actions: readonly string[]): Answer | null => {
  const wanted = actions.map(action => [`api.*.${action}`, `api.${apiId}.${action}`])
  const missing = wanted.find(any => !any.some(one => root.permissions.includes(one)))
  if (!missing) return null
  const why = `Missing one of these permissions: ${missing.join(' or ')}`
  const type = 'authorization/insufficient_permissions'
  return refusal(403, type, 'Insufficient Permissions', why)
}

const shown = ({ faults }: World, key: Key) => {
  const told = (at: number | null) =>
    at === null ? undefined : faults.unit === 's' ? Math.floor(at / 1000) : at
  return {
    ...{ keyId: key.keyId, start: key.secret.slice(0, 4), enabled: key.enabled },
    ...(key.name === null ? {} : { name: key.name }),
    ...{
      createdAt: told(key.createdAt),
      updatedAt: told(key.updatedAt),
      expires: told(key.expires),
    },
  }
}

/** Keys follow each other by id. Of the cursor, the documentation says only that it is opaque. */
const pageOf = (world: World, { apiId, limit, cursor = '' }: Body<'apis.listKeys'>): Answer => {
  const { losesCursor, cursorPrefix } = world.faults
  // One that this service did not give leads nowhere.
  const from =
    cursor === '' || cursor.startsWith(cursorPrefix) ? cursor.slice(cursorPrefix.length) : '~'
  const found = world
    .all()
    .filter(key => key.apiId === apiId && key.keyId >= from)
    .sort((a, b) => (a.keyId < b.keyId ? -1 : 1))
  const next = found[limit]?.keyId
  const named = next === undefined || losesCursor ? {} : { cursor: `${cursorPrefix}${next}` }
  const data = found.slice(0, limit).map(key => shown(world, key))
  return ok(data, { pagination: { hasMore: next !== undefined, ...named } })
}

type Calls = { readonly [C in Call]: (root: RootKey, body: Body<C>) => Answer }

const callsOf = (world: World, apis: Readonly<Record<string, string>>): Calls => {
  const { now } = world
  const mayUse = (root: RootKey, keyId: string, action: string, then: (key: Key) => Answer) => {
    const key = world.live(keyId)
    return key ? (lacks(root, key.apiId, action) ?? then(key)) : noKey
  }
  const done = (key: Key): Answer => {
    world.put({ ...key, updatedAt: now() })
    return ok({})
  }
  return {
    'apis.getApi': (root, { apiId }) =>
      lacks(root, apiId, 'read_api') ??
      (Object.hasOwn(apis, apiId) ? ok({ id: apiId, name: apis[apiId] }) : noApi),
    // The service does not tell an API that may not be read, or written to, from one that is not there.
    'apis.listKeys': (root, body) =>
      !Object.hasOwn(apis, body.apiId) || lacks(root, body.apiId, 'read_key', 'read_api')
        ? noApi
        : pageOf(world, body),
    'keys.createKey': (root, { apiId, name, enabled, expires }) => {
      if (!Object.hasOwn(apis, apiId) || lacks(root, apiId, 'create_key')) return noApi
      const key = world.make({ apiId, name: name ?? null, enabled, expires: expires ?? null })
      return ok({ keyId: key.keyId, key: key.secret })
    },
    'keys.getKey': (root, { keyId }) =>
      mayUse(root, keyId, 'read_key', key => ok(shown(world, key))),
    'keys.updateKey': (root, { keyId, name, expires, enabled }) =>
      mayUse(root, keyId, 'update_key', key =>
        done({
          ...key,
          name: name === undefined ? key.name : name,
          expires: expires === undefined ? key.expires : expires,
          enabled: enabled ?? key.enabled,
        }),
      ),
    'keys.deleteKey': (root, { keyId }) =>
      mayUse(root, keyId, 'delete_key', key => done({ ...key, deleted: true })),
    'keys.rerollKey': (root, { keyId, expiration }) =>
      mayUse(root, keyId, 'create_key', key => {
        const expires = world.faults.losesExpiry ? null : key.expires
        const { apiId, name, enabled } = key
        const made = world.make({ apiId, name, enabled, expires })
        // Up to the next whole minute, even beyond the expiry that the key had.
        const end = Math.ceil((now() + expiration) / 60_000) * 60_000
        done({ ...key, expires: expiration === 0 ? now() : end })
        return ok({ keyId: made.keyId, key: made.secret })
      }),
    'keys.verifyKey': (root, { key: secret }) => {
      const key = world.atRegions(secret)
      // Nor does it tell a key that may not be verified from one that is not there.
      if (!key || key.deleted || lacks(root, key.apiId, 'verify_key')) {
        return ok({ valid: false, code: 'NOT_FOUND' })
      }
      const isOver = key.expires !== null && key.expires <= now()
      const code = key.enabled ? (isOver ? 'EXPIRED' : 'VALID') : 'DISABLED'
      return ok({ valid: code === 'VALID', code, keyId: key.keyId, enabled: key.enabled })
    },
  }
}

const isCall = (name: string): name is Call => Object.hasOwn(bodies, name)

/** Answers the call of this name; null for one that there is not. */
export const callerOf = (world: World, apis: Readonly<Record<string, string>>) => {
  const calls = callsOf(world, apis)
  const run = <C extends Call>(call: C, root: RootKey, body: unknown): Answer => {
    const parsed = bodies[call].safeParse(body)
    // The schema was found by the name of the call.
    if (parsed.success) return calls[call](root, parsed.data as Body<C>)
    const errors = parsed.error.issues.map(({ path, message }) => ({
      ...{ location: ['body', ...path].join('.'), message },
    }))
    const why = 'One or more fields failed validation'
    return refusal(400, 'application/invalid_input', 'Bad Request', why, { errors })
  }
  return (name: string, root: RootKey, body: unknown): Answer | null =>
    isCall(name) ? run(name, root, body) : null
}
