import type { Profile } from '../../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import { serverTimeOf } from '../clock.ts'
import type { Http } from '../connector.ts'
import { refuseOtherService, wrongKind } from '../misconnected.ts'
import { profileOf } from '../profile.ts'
import { info } from './info.ts'
import { presentedOf, workspaceOf, workspacesOf } from './wire.ts'
import { chosenIn } from './workspace.ts'

/** That the credential is a management key, and that the workspace is there. */
export const describe = async (http: Http): Promise<Profile> => {
  const reply = await http.send({ method: 'GET', path: '/key' }).catch(refuseOtherService)
  const { isManagement, label } = presentedOf(reply.body)
  if (!isManagement) throw wrongKind(http)
  const chosen = chosenIn(http)
  if (chosen !== null) await requireWorkspace(http, chosen)
  return profileOf({
    ...{ info, version: null, caller: label, serverTime: serverTimeOf(reply) },
    can: { list: null, create: null, rename: null, suspend: null, resume: null, delete: null },
    cannot,
    givenAtCreation: ['expire'],
    // How long a change may take, OpenRouter does not say.
    ...{ proof: 'key', propagationSeconds: null },
  })
}

const cannot = {
  describe: 'OpenRouter keeps no description of a key: say what it is for in its name.',
  expire:
    'OpenRouter sets a key’s expiry only when the key is created: create one with the new expiry, then delete this one.',
  rotate:
    'OpenRouter does not rotate keys: create a second key, switch to it, then delete this one.',
  revoke:
    'OpenRouter does not revoke keys: suspend this one if it may be needed again, else delete it.',
} as const

/** It also finds a workspace by its slug, which no key bears. */
const requireWorkspace = async (http: Http, chosen: string): Promise<void> => {
  const path = `/workspaces/${encodeURIComponent(chosen)}`
  const found = await http.send({ method: 'GET', path }).then(
    ({ body }) => workspaceOf(body),
    cause => {
      if (infoOf(cause)?.code === 'setting-refused') return null
      throw cause
    },
  )
  if (found === chosen) return
  throw new AppError({
    ...{ code: 'setting-refused', environment: http.environment, setting: 'workspace' },
    ...{ cause: 'not-found', choices: found === null ? await choicesIn(http) : [found] },
  })
}

const choicesIn = (http: Http): Promise<string[] | null> =>
  http.send({ method: 'GET', path: '/workspaces' }).then(
    ({ body }) => [...workspacesOf(body)],
    () => null,
  )
