import type { Profile } from '../../../shared/domain/profile.ts'
import { profileOf } from '../profile.ts'
import { info } from './info.ts'

const noWords = {
  ...{ detail: null, manage: null, name: null, namePlaceholder: null, nameHint: null },
  ...{ emptyTitle: null, emptyText: null, edited: null, columns: null },
}

const inConsole = 'in the Claude Console, Settings → API keys'

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
      create: `Anthropic’s API does not create keys: create it ${inConsole}.`,
      describe: 'Anthropic’s keys have no description.',
      rotate: `Anthropic’s API does not rotate keys: create a new one ${inConsole}, then archive the one before.`,
      expire: `Anthropic’s API does not change when a key expires: it is set when the key is created, ${inConsole}.`,
      delete: `Anthropic’s API does not delete keys: archive it here, which ends it for good, or delete it ${inConsole}.`,
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
      key: { title: workspace === null ? 'API keys' : `API keys of ${workspace}`, ...noWords },
    },
    ...{ keyPrefix: 'sk-ant-', proof: 'key', propagationSeconds: null, serverTime },
  })
