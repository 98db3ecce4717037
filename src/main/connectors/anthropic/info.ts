import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'anthropic',
  name: 'Anthropic',
  environments: 'separate',
  address: {
    ...{ url: 'https://api.anthropic.com/v1', placeholder: 'https://api.anthropic.com/v1' },
    ...{ path: '/v1', each: false },
  },
  settings: [
    {
      id: 'workspace',
      label: 'Workspace ID',
      hint: 'In the Claude Console, under Settings → Workspaces; it begins with wrkspc_. Leave it blank for the keys of the whole organization.',
      initial: { preview: '', production: '' },
      required: false,
    },
  ],
  credential: {
    label: 'Admin API key',
    placeholder: 'sk-ant-admin…',
    where:
      'Make one in the Claude Console, under Settings → Admin keys, as an admin of the organization.',
    link: 'https://platform.claude.com/settings/admin-keys',
    advice:
      'An Admin API key can change members, workspaces and keys of the whole organization, and cannot be restricted: make one for Claviger alone, so that it can be archived without harm to anything else.',
    wrong: [
      { startsWith: 'sk-ant-api', is: 'an ordinary API key, not an Admin API key' },
      { startsWith: 'sk-ant-oat', is: 'the token of a login, not an Admin API key' },
      { startsWith: 'sk-proj-', is: 'a key of OpenAI' },
      { startsWith: 'sk-admin-', is: 'a key of OpenAI' },
    ],
  },
}
