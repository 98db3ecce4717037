import { createHash } from 'node:crypto'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { infoOf } from '../../../shared/error.ts'
import type { Secret } from '../../base/secret.ts'
import { timeOf } from '../clock.ts'
import type { Http, HttpReply, Operations } from '../connector.ts'
import { type Placed, presentedOf } from './wire.ts'
import { readKey, workspaceIn } from './workspace.ts'

const wrongEnvironment = { verdict: 'wrong-environment', id: null } as const

/** Presents the key to `GET /key`, as an integration would that asks what it has left to spend. */
export const check: NonNullable<Operations['check']> = async (http, key) => {
  const reply = await http.present(key, { method: 'GET', path: '/key' })
  const isIn = reply.status < 300
  // 401 is said of a key that is disabled, has expired or was never made; all else is no answer about the key.
  if (!isIn && reply.status !== 401) return { verdict: 'unknown', id: null }
  const presented = isIn ? presentedOf(reply.body) : null
  if (presented?.isManagement) return { verdict: 'valid', id: null }
  const known = await knownBy(http, key)
  const id = known?.key.id ?? null
  if (await isOfAnother(http, known?.workspace ?? presented?.workspace ?? null))
    return wrongEnvironment
  if (!presented) return { verdict: refusalOf(known, reply), id }
  const isStranger = !known && (await isOfAnotherAccount(http, presented.account))
  return isStranger ? wrongEnvironment : { verdict: 'valid', id }
}

/** The hash by which OpenRouter knows a key is its SHA-256, in hexadecimal (@openrouter/sdk 1.3.19, activity filter). */
const knownBy = async (http: Http, key: Secret): Promise<Placed | null> => {
  const hash = createHash('sha256').update(key.expose()).digest('hex')
  return readKey(http, hash).catch(cause => {
    if (infoOf(cause)?.code === 'not-found') return null
    throw cause
  })
}

const isOfAnother = async (http: Http, workspace: string | null): Promise<boolean> => {
  const own = workspace === null ? null : await workspaceIn(http)
  return own !== null && own !== workspace
}

/** A key that was deleted and is accepted still is as unknown to the account as another's: it says whose it is. */
const isOfAnotherAccount = async (http: Http, account: string | null): Promise<boolean> => {
  const own = presentedOf((await http.send({ method: 'GET', path: '/key' })).body).account
  return account !== null && own !== null && account !== own
}

/** Why a key is refused, by what its account has of it. */
const refusalOf = (known: Placed | null, reply: HttpReply): Verdict => {
  if (!known) return 'not-found'
  const { state, expiresAt } = known.key
  if (state === 'suspended') return 'suspended'
  const isOver = expiresAt !== null && expiresAt <= timeOf(reply)
  return isOver ? 'expired' : 'unknown'
}
