import { type Answer, type Asked, type Listening, listen } from '../stand-in-server.ts'
import {
  accountOwned,
  authenticationError,
  type Caller,
  callerOf,
  isAllowed,
  isExpired,
  malformed,
  noRoute,
  refused,
  succeeded,
  unauthorized,
} from './stand-in-access.ts'
import {
  type Misbehaviour,
  type Owner,
  type Token,
  tokensOf,
  type World,
} from './stand-in-tokens.ts'

/**
 * Cloudflare's API tokens as far as the connector relies on them. Hand-made from the types of npm cloudflare 7.3.0, the
 * API reference, and errors that are quoted in public issues; never run against the hosted service.
 */
export type StandIn = Omit<Listening, 'origin'> & {
  /** As a person would type it. */
  readonly url: string
  readonly misbehave: Misbehaviour
  /** Whether `secret` is let in as a token of the account or user. */
  readonly acceptsAs: (owner: string, secret: string) => boolean
}

export const startCloudflare = async (
  owners: readonly Owner[],
  now: () => number = Date.now,
): Promise<StandIn> => {
  const misbehave: Misbehaviour = {
    ...{ total: null, samePage: false, milliseconds: false, refuse: null },
  }
  const world: World = { owners, now, misbehave, next: 0 }
  const { origin, ...listening } = await listen(asked => answerOf(world, asked), now)
  return {
    ...listening,
    url: `${origin}/client/v4`,
    misbehave,
    acceptsAs: (owner, secret) => {
      const caller = callerOf(world, secret)
      return caller?.owner.id === owner && isLive(world, caller.token)
    },
  }
}

const isLive = (world: World, token: Token): boolean =>
  token.status === 'active' &&
  !isExpired(world, token) &&
  (token.not_before === null || Date.parse(token.not_before) <= world.now())

const answerOf = (world: World, asked: Asked): Answer => {
  if (world.misbehave.refuse) return world.misbehave.refuse
  const secret = String(asked.headers.authorization ?? '').replace(/^Bearer /, '')
  // A Global API Key is no token, nor is what was cut.
  if (/^[0-9a-f]{37}$/.test(secret) || secret.length < 40) return malformed
  const path = asked.path.replace(/^\/client\/v4/, '')
  const caller = callerOf(world, secret)
  if (path === '/accounts') return accounts(world, caller)
  const [, account, rest = ''] =
    path.match(/^(?:\/user|\/accounts\/([^/]+))\/tokens(?:\/(.+))?$/) ?? []
  if (!/^\/(user|accounts\/[^/]+)\/tokens/.test(path)) return noRoute(path)
  if (account !== undefined && !/^[0-9a-f]{32}$/.test(account)) return noRoute(path)
  if (rest === 'verify') return verify(world, caller, account ?? null)
  return manage(world, { asked, caller, account: account ?? null, rest })
}

/** Each endpoint knows its own kind alone: an account's own token is unknown to the user's, and the reverse. */
const verify = (world: World, caller: Caller | null, account: string | null): Answer => {
  const isMine =
    caller && (account === null ? caller.owner.kind === 'user' : caller.owner.id === account)
  if (!isMine) return refused(401, 1000, 'Invalid API Token')
  const { token } = caller
  const status = isExpired(world, token) ? 'expired' : token.status
  return succeeded({
    id: token.id,
    status,
    ...(token.not_before === null ? {} : { not_before: token.not_before }),
    ...(token.expires_on === null ? {} : { expires_on: token.expires_on }),
  })
}

const accounts = ({ owners }: World, caller: Caller | null): Answer => {
  if (!caller) return refused(403, 9109, 'Invalid access token')
  if (caller.owner.kind === 'account') return accountOwned
  const seen = owners.filter(({ id, kind }) => kind === 'account' && isAllowed(caller, 'Read', id))
  return succeeded(seen.map(({ id }) => ({ id, name: id })))
}

type Managed = {
  readonly asked: Asked
  readonly caller: Caller | null
  readonly account: string | null
  readonly rest: string
}

const manage = (world: World, { asked, caller, account, rest }: Managed): Answer => {
  const what = asked.method === 'GET' ? 'Read' : 'Write'
  const isKnown = caller && isLive(world, caller.token)
  if (account === null) {
    if (!isKnown) return refused(403, 9109, 'Invalid access token')
    if (caller.owner.kind === 'account') {
      return refused(403, 9109, 'Valid user-level authentication not found')
    }
    if (!isAllowed(caller, what, caller.owner.id)) return unauthorized
    return tokensOf(world, { asked, owner: caller.owner, rest })
  }
  const owner = world.owners.find(({ id, kind }) => kind === 'account' && id === account)
  const isInside = isKnown && (caller.owner.id === account || isAllowed(caller, 'Read', account))
  if (!owner || !isInside) return authenticationError
  if (!isAllowed(caller, what, account)) return unauthorized
  return tokensOf(world, { asked, owner, rest })
}
