import { type Answer, type Asked, type Listening, listen } from '../stand-in-server.ts'
import { managementOf, refusal, whoIs } from './stand-in-calls.ts'
import {
  createWorld,
  type Faults,
  type Key,
  type KeyDraft,
  noFaults,
  type Workspace,
} from './stand-in-world.ts'

export type StandIn = Omit<Listening, 'origin'> & {
  /** As a person would type it. */
  readonly url: string
  /** Until the next call. */
  readonly misbehave: (some: Partial<Faults>) => void
  /** What was changed while it `lags` is known everywhere. */
  readonly settle: () => void
  /** A key that was made elsewhere, or a management key. */
  readonly plant: (draft: KeyDraft) => Key
  readonly keys: () => readonly Key[]
  /** Whether a request to a model that carries this key is let in. */
  readonly accepts: (secret: string) => boolean
}

const base = '/api/v1'

/**
 * OpenRouter's keys and management keys; of each account, the first workspace is the default one. Hand-made from the
 * types of npm @openrouter/sdk 1.3.19 and the pages "Management API Keys", "API Keys" and "Errors" of its
 * documentation; never run against the hosted service.
 */
export const startOpenRouter = async (
  workspaces: readonly Workspace[],
  now: () => number = Date.now,
): Promise<StandIn> => {
  const world = createWorld(now)
  const manage = managementOf(world, workspaces)
  const answer = (asked: Asked): Answer => {
    const path = asked.path.startsWith(`${base}/`) ? asked.path.slice(base.length) : ''
    const kind = `${asked.method} ${path.replace(/^(\/\w+\/).*/, '$1{}')}`
    const { [kind]: canned, ...once } = world.faults.once
    if (canned) {
      world.faults = { ...world.faults, once }
      return canned
    }
    const bearer = /^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1]
    if (bearer === undefined) return refusal(401, 'No auth credentials found')
    const caller = world.accepted(bearer)
    // Whether it was never made, is disabled or has expired.
    if (!caller) return refusal(401, 'User not found.')
    if (asked.method === 'GET' && path === '/key') return whoIs(caller)
    if (!caller.management) return refusal(401, 'Invalid API key')
    return manage(caller, { ...asked, path }) ?? noSuchPage
  }
  const { origin, ...listening } = await listen(answer, now)
  return {
    ...listening,
    url: `${origin}${base}`,
    misbehave: some => {
      world.faults = { ...noFaults, ...some }
    },
    settle: world.settle,
    plant: world.make,
    keys: () => world.all().filter(key => !key.management),
    accepts: secret => world.accepted(secret)?.management === false,
  }
}

/** The same address is that of a web site. */
const noSuchPage: Answer = {
  status: 404,
  body: '<!doctype html><title>Not found</title>',
  headers: { 'content-type': 'text/html; charset=utf-8' },
}
