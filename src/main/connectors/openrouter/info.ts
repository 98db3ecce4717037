import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'openrouter',
  name: 'OpenRouter',
  environments: 'separate',
  address: {
    ...{ url: 'https://openrouter.ai', placeholder: 'https://openrouter.ai' },
    ...{ path: '/api/v1', each: false },
  },
  settings: [
    {
      id: 'workspace',
      label: 'Workspace ID',
      hint: 'In OpenRouter, under the workspace’s settings. Leave it blank for the keys of the default workspace.',
      initial: { preview: '', production: '' },
      required: false,
    },
  ],
  credential: {
    label: 'Management key',
    placeholder: 'sk-or-v1-…',
    where: 'Make one in OpenRouter, under Settings → Management keys.',
    link: 'https://openrouter.ai/settings/management-keys',
    advice:
      'A management key may make and delete every key of its account, and OpenRouter has no narrower ones: use an account of its own for Preview where you can. It calls no models. Ordinary API keys begin alike and manage nothing.',
    wrong: [
      { startsWith: 'sk-ant-', is: 'a key of Anthropic' },
      { startsWith: 'sk-proj-', is: 'a key of OpenAI' },
    ],
  },
}
