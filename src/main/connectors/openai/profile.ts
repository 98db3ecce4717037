import type { Profile } from '../../../shared/domain/profile.ts'
import { profileOf, titled } from '../profile.ts'
import { info } from './info.ts'
import type { Seen } from './place.ts'

const cannot = {
  rename: 'OpenAI does not rename keys: create one with the right name, then delete this one.',
  describe: 'OpenAI keeps no description of a key: say what it is for in its name.',
  suspend: 'OpenAI does not suspend keys: delete this one, and create another when it is needed.',
  resume: 'OpenAI does not suspend keys, so there is none to restore: create a new one.',
  revoke: 'OpenAI does not revoke keys: delete this one.',
  rotate: 'OpenAI does not rotate keys: create a second key, switch to it, then delete this one.',
} as const

/** Neither states how long a deleted key may still be taken. */
const always = {
  info,
  version: null,
  caller: null,
  keyPrefix: 'sk-',
  proof: 'key',
  propagationSeconds: null,
} as const

const ofProject = (project: string, serverTime: Seen['serverTime']): Profile =>
  profileOf({
    ...{ ...always, cannot, serverTime },
    can: { list: null, audit: null, create: null, expire: null, delete: null },
    words: {
      create: {
        ...{ label: 'Create key', done: 'Created' },
        text: 'OpenAI makes keys for service accounts: a service account of this name is made in the project, and its key.',
      },
      delete: {
        ...{ label: 'Delete', done: 'Deleted' },
        text: 'Calls with this key will be refused, for good. The service account or user that owns it stays in the project, with any other keys.',
      },
    },
    kinds: { key: titled(`API keys of ${project}`) },
  })

const ofOrganization = (serverTime: Seen['serverTime']): Profile =>
  profileOf({
    ...{ ...always, serverTime },
    can: { list: null, audit: null, create: null, delete: null },
    cannot: {
      ...cannot,
      expire:
        'OpenAI sets an admin key’s expiry only when the key is created: create one with the new expiry, then delete this one.',
    },
    givenAtCreation: ['expire'],
    words: {
      delete: {
        ...{ label: 'Delete', done: 'Deleted' },
        // The list has it among the others.
        text: 'Whatever uses this admin key stops working soon. This cannot be undone. If it is the key with which Claviger connects, Claviger is locked out until it is given another one, under Connections.',
      },
    },
    kinds: { key: titled('Admin keys') },
  })

export const profileIn = ({ project, serverTime }: Seen): Profile =>
  project === null ? ofOrganization(serverTime) : ofProject(project, serverTime)
