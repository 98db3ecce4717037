import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'openai',
  name: 'OpenAI',
  environments: 'separate',
  address: {
    ...{ url: 'https://api.openai.com/v1', placeholder: 'https://api.openai.com/v1' },
    ...{ path: '/v1', each: false },
  },
  settings: [
    {
      id: 'project',
      label: 'Project ID',
      hint: 'On the project’s page in OpenAI’s dashboard, under Settings → Project → General; it begins with proj_. Leave it blank for the admin keys of the whole organization.',
      initial: { preview: '', production: '' },
      required: false,
    },
  ],
  credential: {
    label: 'Admin key',
    placeholder: 'sk-admin-…',
    where:
      'Make one in OpenAI’s dashboard, under Settings → Organization → Admin keys, as an owner of the organization.',
    link: 'https://platform.openai.com/settings/organization/admin-keys',
    advice:
      'Restrict it to reading and writing the organization’s management (api.management.read and api.management.write), or to reading alone where you only look. Give it an expiry date. It cannot be used to call models.',
    wrong: [
      { startsWith: 'sk-proj-', is: 'a project’s API key, not an admin key' },
      { startsWith: 'sk-svcacct-', is: 'a service account’s API key, not an admin key' },
      { startsWith: 'sk-None-', is: 'a user’s API key, not an admin key' },
      { startsWith: 'sk-ant-', is: 'a key of Anthropic' },
    ],
  },
}
