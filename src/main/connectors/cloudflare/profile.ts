import type { Profile } from '../../../shared/domain/profile.ts'
import { profileOf } from '../profile.ts'
import { info } from './info.ts'

const noWords = {
  ...{ detail: null, manage: null, name: null, namePlaceholder: null, nameHint: null },
  ...{ emptyTitle: null, emptyText: null, edited: null, columns: null },
}

type Seen = { readonly account: string | null; readonly serverTime: number | null }

/** Names of up to 120 characters, by the API reference. */
const nameLength = 120

export const profileIn = ({ account, serverTime }: Seen): Profile =>
  profileOf({
    info,
    ...{ version: null, caller: null, proof: 'key', propagationSeconds: null },
    ...{ nameLength, serverTime },
    can: {
      ...{ list: null, rename: null, suspend: null, resume: null },
      ...{ rotate: null, expire: null, delete: null },
    },
    cannot: {
      create:
        'Cloudflare needs permission policies for a new token: create it in its dashboard, where they are chosen.',
      describe: 'Cloudflare’s tokens have no description.',
      revoke: 'Cloudflare ends a token by deleting it; a disabled one can be enabled again.',
    },
    words: {
      suspend: { label: 'Disable', done: 'Disabled' },
      resume: { label: 'Enable', done: 'Enabled' },
      rotate: {
        ...{ label: 'Roll', done: 'Rolled' },
        text: 'The token gets a new secret and keeps its permissions. Calls with the secret before are refused at once.',
      },
    },
    states: { suspended: 'Disabled' },
    kinds: {
      key: { title: account === null ? 'User API tokens' : 'Account API tokens', ...noWords },
    },
    keyPrefix: account === null ? 'cfut_' : 'cfat_',
  })
