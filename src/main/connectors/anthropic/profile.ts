import type { Profile } from '../../../shared/domain/profile.ts'
import { profileOf, titled } from '../profile.ts'
import { info } from './info.ts'

const inConsole = 'in the Claude Console, under Settings → API keys'

type Seen = {
  readonly organization: string
  readonly workspace: string | null
  readonly serverTime: number | null
}

export const profileIn = ({ organization, workspace, serverTime }: Seen): Profile =>
  profileOf({
    info,
    version: null,
    caller: organization,
    can: { list: null, rename: null, suspend: null, resume: null, revoke: null },
    cannot: {
      create: `Anthropic’s API does not create keys: create one ${inConsole}.`,
      describe: 'Anthropic keeps no description of a key: say what it is for in its name.',
      rotate: `Anthropic’s API does not rotate keys: create a second key ${inConsole}, switch to it, then archive this one.`,
      expire: `Anthropic’s API does not set a key’s expiry: create one with the new expiry ${inConsole}, then archive this one.`,
      delete: `Anthropic’s API does not delete keys: archive this one, which ends it for good, or delete it ${inConsole}.`,
    },
    words: {
      suspend: { label: 'Deactivate', done: 'Deactivated' },
      resume: { label: 'Activate', done: 'Activated' },
      revoke: {
        ...{ label: 'Archive', done: 'Archived', confirm: 'Archive key' },
        text: 'Calls with an archived key are refused for good: Anthropic brings no archived key back. Deactivate it instead if you may need it again.',
      },
    },
    states: { suspended: 'Inactive', revoked: 'Archived' },
    kinds: {
      key: titled(workspace === null ? 'API keys' : `API keys of ${workspace}`),
    },
    ...{ keyPrefix: 'sk-ant-', proof: 'key', propagationSeconds: null, serverTime },
  })
