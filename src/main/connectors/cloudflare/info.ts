import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'cloudflare',
  name: 'Cloudflare',
  environments: 'separate',
  address: {
    url: 'https://api.cloudflare.com/client/v4',
    placeholder: 'https://api.cloudflare.com/client/v4',
    ...{ path: '/client/v4', each: false },
  },
  settings: [
    {
      id: 'account',
      label: 'Account',
      hint: 'The id of the environment’s account, 32 characters, as in the dashboard’s address. Leave it blank for the tokens of the user to whom the credential belongs.',
      initial: { preview: '', production: '' },
      required: false,
    },
  ],
  credential: {
    label: 'API token',
    placeholder: 'cfat_… or cfut_…',
    where:
      'For an account: Manage Account → Account API Tokens. For a user: My Profile → API Tokens, with the template “Create Additional Tokens”.',
    link: 'https://dash.cloudflare.com/profile/api-tokens',
    advice:
      'Give it the permission to edit API tokens and no other (“Account API Tokens Write” or “User API Tokens Write”), or to read them where you only look; limit it to your network’s addresses, and let it expire. Whoever has it can make tokens that can do anything you can.',
    wrong: [
      { startsWith: 'cfk_', is: 'the Global API Key, not an API token' },
      { startsWith: 'v1.0-', is: 'an Origin CA key, not an API token' },
    ],
  },
}
