import type { Trial } from '../../../shared/contract/connections.ts'
import type { ConnectionDraft } from '../../../shared/domain/connection.ts'
import type { Environment } from '../../../shared/domain/environment.ts'
import { infoOf } from '../../../shared/error.ts'
import { toldError } from '../../base/told-error.ts'
import { requireConnector } from '../scopes.ts'
import { environmentsOf } from './add.ts'
import { judgeConnection } from './draft.ts'
import { type ConnectionsParts, describeWith } from './parts.ts'
import { type Begun, beginningOf, refuseSameKeys } from './same-keys.ts'

type Trials = Readonly<Record<Environment, Trial | null>>

/** Tries each credential that was given, and tells them apart where there are two. Keeps nothing. */
export const tryConnection =
  (parts: ConnectionsParts) =>
  async (draft: ConnectionDraft): Promise<Trials> => {
    const { info } = requireConnector(parts.connectorOf, draft.connector)
    const used = environmentsOf(draft)
    const { connection, given } = judgeConnection({ ...draft, used }, info, [])
    const calling = { signal: parts.untilLocked() }
    const begun: Record<Environment, Begun> = { preview: null, production: null }
    const tried = async (environment: Environment): Promise<Trial | null> => {
      const one = given.find(candidate => candidate.environment === environment)
      return one
        ? trialOf(async () => {
            const profile = await describeWith(parts, connection, one, calling)
            if (given.length > 1)
              begun[environment] = await beginningOf(parts, connection, one, calling)
            return profile
          })
        : null
    }
    const [preview, production] = await Promise.all([tried('preview'), tried('production')])
    if (!preview?.ok || !production?.ok) return { preview, production }
    const { profile } = production
    const apart = await trialOf(async () => {
      refuseSameKeys(parts, connection, begun)
      return profile
    })
    return { preview, production: apart }
  }

const trialOf = async (work: () => Promise<Extract<Trial, { ok: true }>['profile']>) => {
  try {
    return { ok: true, profile: await work() } as const
  } catch (cause) {
    const error = infoOf(cause)
    if (error) return { ok: false, error: toldError(error) } as const
    throw cause
  }
}
