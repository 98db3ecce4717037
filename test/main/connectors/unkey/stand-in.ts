import { type Answer, type Asked, type Listening, listen } from '../stand-in-server.ts'
import { callerOf, refusal } from './stand-in-calls.ts'
import {
  createWorld,
  type Faults,
  type Key,
  type KeyDraft,
  noFaults,
  type RootKey,
} from './stand-in-world.ts'

export type StandIn = Omit<Listening, 'origin'> & {
  readonly url: string
  /** Until the next call. */
  readonly misbehave: (some: Partial<Faults>) => void
  /** Every region comes to know what was changed while it `lags`. */
  readonly settle: () => void
  /** A key as another administrator makes it. */
  readonly plant: (draft: KeyDraft) => Key
  readonly keys: () => readonly Key[]
}

/**
 * One workspace of Unkey with these APIs (their names by their ids) and root keys. Hand-made from the types of npm
 * @unkey/api 2.5.1 and from what the server's own source does (github.com/unkeyed/unkey at fc99b6b of 2026-08-21:
 * permissions, refusals, cursors, rerolls); never run against the hosted service.
 */
export const startUnkey = async (
  apis: Readonly<Record<string, string>>,
  rootKeys: Readonly<Record<string, RootKey>>,
  now: () => number = Date.now,
): Promise<StandIn> => {
  const world = createWorld(now)
  const call = callerOf(world, apis)
  const answer = ({ method, path, headers, body }: Asked): Answer => {
    const name = path.replace('/v2/', '')
    const { [name]: canned, ...once } = world.faults.once
    if (canned) {
      world.faults = { ...world.faults, once }
      return canned
    }
    const root = rootOf(rootKeys, headers.authorization)
    if ('status' in root) return root
    return (method === 'POST' ? call(name, root, body) : null) ?? { status: 404, body: null }
  }
  const { origin, ...listening } = await listen(answer, now)
  return {
    ...listening,
    url: origin,
    misbehave: some => {
      world.faults = { ...noFaults, ...some }
    },
    settle: world.settle,
    plant: world.make,
    keys: world.all,
  }
}

const invalid = 'The provided root key is invalid.'

/** Whose the root key is, or the refusal of it. */
const rootOf = (
  rootKeys: Readonly<Record<string, RootKey>>,
  authorization: string | undefined,
): RootKey | Answer => {
  const bearer = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
  if (bearer === undefined) {
    return refusal(400, 'authentication/missing', 'Bad Request', invalid, { errors: [] })
  }
  const root = Object.hasOwn(rootKeys, bearer) ? rootKeys[bearer] : undefined
  switch (root?.over) {
    case 'expired':
      return refusal(403, 'authorization/forbidden', 'Forbidden', `${invalid} the key has expired`)
    case 'disabled':
      return refusal(403, 'authorization/key_disabled', 'Key is disabled', invalid)
    default:
      // An ordinary key, and one that was never made, are told apart by nothing.
      return root ?? refusal(401, 'authentication/key_not_found', 'Unauthorized', invalid)
  }
}
