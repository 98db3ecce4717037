import type { Profile } from '../../../shared/domain/profile.ts'
import { profileOf, titled } from '../profile.ts'
import { info } from './info.ts'

type Seen = { readonly account: string | null; readonly serverTime: number | null }

/** Names of up to 120 characters, by the API reference. */
const nameLength = 120

/** The list has it among the others, and nothing in it tells which one it is. */
const ownToken =
  'If it is the token with which Claviger connects, Claviger is locked out until it is given another one, under Connections.'

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
      create: `Cloudflare makes a token only with permissions, which Claviger does not choose: create one in its dashboard, under ${account === null ? 'My Profile → API Tokens' : 'Manage Account → Account API Tokens'}.`,
      describe: 'Cloudflare keeps no description of a token: say what it is for in its name.',
      revoke:
        'Cloudflare does not revoke tokens: disable this one if it may be needed again, else delete it.',
    },
    words: {
      suspend: {
        ...{ label: 'Disable', done: 'Disabled' },
        text: `Calls with this token are refused soon. You can undo it with “Enable”. ${ownToken}`,
      },
      resume: { label: 'Enable', done: 'Enabled' },
      rotate: {
        ...{ label: 'Roll', done: 'Rolled' },
        text: `The token gets a new secret and keeps its permissions. Calls with the secret before are refused at once. ${ownToken}`,
      },
      delete: {
        ...{ label: 'Delete', done: 'Deleted' },
        text: `Whatever uses this token stops working soon. This cannot be undone. ${ownToken}`,
      },
    },
    states: { suspended: 'Disabled' },
    kinds: {
      key: titled(account === null ? 'User API tokens' : 'Account API tokens'),
    },
    keyPrefix: account === null ? 'cfut_' : 'cfat_',
  })
