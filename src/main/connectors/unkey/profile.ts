import type { Profile } from '../../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { serverTimeOf } from '../clock.ts'
import type { Http, HttpReply } from '../connector.ts'
import { refuseOtherService } from '../misconnected.ts'
import { profileOf } from '../profile.ts'
import { apiIn, call } from './call.ts'
import { info } from './info.ts'
import { listKeys } from './placement.ts'
import { apiOf } from './wire.ts'

const hour = 3600
const day = 24 * hour

/** That the API is there and its keys may be read. What else a root key may do, it cannot ask. */
export const describe = async (http: Http): Promise<Profile> => {
  const asked = apiIn(http)
  const reply = await call(http, 'apis.getApi', { apiId: asked }).catch(refuseOtherService)
  if (apiOf(reply.body).id !== asked) throw new AppError({ code: 'bad-response', reason: 'shape' })
  // The API is there: a list that denies it hides that its keys may not be read.
  await listKeys(http, null, 1).catch(hiding(`api.${asked}.read_key`))
  return knownOf(reply)
}

/** Unkey says of an API that may not be read, or written to, that it is not there. */
export const hiding = (permission: string) => (cause: unknown) => {
  if (infoOf(cause)?.code !== 'setting-refused') throw cause
  throw new AppError({ code: 'forbidden', permission, environment: null }, { cause })
}

const knownOf = (reply: HttpReply): Profile =>
  profileOf({
    info,
    ...{ version: null, caller: null, serverTime: serverTimeOf(reply) },
    can: {
      ...{ list: null, create: null, rename: null, suspend: null, resume: null },
      ...{ rotate: null, expire: null, delete: null },
    },
    cannot: {
      describe: 'Unkey keeps no description of a key: say what it is for in its name.',
      revoke:
        'Unkey does not revoke keys: suspend this one if it may be needed again, else delete it.',
    },
    words: {
      delete: {
        label: 'Delete',
        done: 'Deleted',
        text: 'Unkey keeps a record of the key, but neither its dashboard nor its API brings the key back. It may be accepted for up to 30 seconds more.',
      },
      rotate: {
        label: 'Rotate',
        done: 'Rotated',
        text: 'Unkey makes a new key with an ID of its own. The old key stays in the list and expires when the overlap ends, to the next full minute.',
      },
    },
    // The documentation of deleteKey and updateKey: up to 30 seconds until every region knows.
    ...{ proof: 'key', propagationSeconds: 30 },
    // Those that the documentation of rerollKey names.
    rotation: {
      overlapSeconds: [0, hour, day, 7 * day, 30 * day],
      ...{ longestOverlapSeconds: null, steps: [] },
    },
  })
