import type { Profile } from '../../../shared/domain/profile.ts'
import { profileOf } from '../profile.ts'
import { info } from './info.ts'
import type { Seen } from './place.ts'

const noWords = {
  ...{ detail: null, manage: null, name: null, namePlaceholder: null, nameHint: null },
  ...{ emptyTitle: null, emptyText: null, edited: null, columns: null },
}

const cannot = {
  rename: 'OpenAI’s API does not rename keys: a key keeps the name that it was made with.',
  describe: 'OpenAI’s keys have no description.',
  suspend: 'OpenAI’s API does not suspend keys: delete the key, which is final.',
  resume: 'OpenAI’s API does not suspend keys, so there is nothing to restore.',
  revoke: 'OpenAI’s API ends a key by deleting it.',
  rotate:
    'OpenAI’s API does not rotate keys: create a new one, deliver it, then delete the one before.',
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
    kinds: { key: { title: `API keys of ${project}`, ...noWords } },
  })

const ofOrganization = (serverTime: Seen['serverTime']): Profile =>
  profileOf({
    ...{ ...always, serverTime },
    can: { list: null, audit: null, create: null, delete: null },
    cannot: {
      ...cannot,
      expire:
        'OpenAI’s API sets the expiry of an admin key when the key is made, and never changes it.',
    },
    givenAtCreation: ['expire'],
    kinds: { key: { title: 'Admin keys', ...noWords } },
  })

export const profileIn = ({ project, serverTime }: Seen): Profile =>
  project === null ? ofOrganization(serverTime) : ofProject(project, serverTime)
