import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'unkey',
  name: 'Unkey',
  environments: 'separate',
  address: {
    ...{ url: 'https://api.unkey.com', placeholder: 'https://api.unkey.com' },
    ...{ path: null, each: false },
  },
  settings: [
    {
      id: 'api',
      label: 'API ID',
      hint: 'On the API’s page in Unkey’s dashboard; it begins with api_. Each environment has an API of its own.',
      initial: { preview: '', production: '' },
      required: true,
    },
  ],
  credential: {
    label: 'Root key',
    placeholder: 'unkey_…',
    where: 'Make one in Unkey’s dashboard, under Settings → Root keys.',
    link: 'https://app.unkey.com/settings/root-keys',
    advice:
      'Give each environment a root key of its own, for its one API: read_api and read_key to see keys, create_key, update_key and delete_key to change them, verify_key to check one. It needs neither decrypt_key nor any permission on all APIs.',
    begins: 'unkey_',
    wrong: [
      { startsWith: 'api_', is: 'the ID of an API' },
      { startsWith: 'key_', is: 'the ID of a key' },
      { startsWith: 'ws_', is: 'the ID of a workspace' },
    ],
  },
}
