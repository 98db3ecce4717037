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
      label: 'Workspace',
      hint: 'The id of the environment’s workspace, wrkspc_…, from Settings → Workspaces. Leave it blank for the keys of the whole organization.',
      initial: { preview: '', production: '' },
      required: false,
    },
  ],
  credential: {
    label: 'Admin API key',
    placeholder: 'sk-ant-admin…',
    where:
      'An admin of the organization makes one in the Claude Console, in Settings → Admin keys.',
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
