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
      label: 'Account ID',
      hint: 'In the address of the account’s page in Cloudflare’s dashboard; it has 32 characters. Leave it blank for the tokens of the user whose credential it is.',
      initial: { preview: '', production: '' },
      required: false,
    },
  ],
  credential: {
    label: 'API token',
    placeholder: 'cfat_… or cfut_…',
    where:
      'Make one in Cloudflare’s dashboard: for an account, under Manage Account → Account API Tokens; for a user, under My Profile → API Tokens, from the template “Create Additional Tokens”.',
    link: 'https://dash.cloudflare.com/profile/api-tokens',
    advice:
      'Give it the permission to edit API tokens and no other (“Account API Tokens Write” or “User API Tokens Write”), or to read them where you only look; limit it to your network’s addresses, and let it expire. Whoever has it can make tokens that can do anything you can.',
    wrong: [
      { startsWith: 'cfk_', is: 'the Global API Key, not an API token' },
      { startsWith: 'v1.0-', is: 'an Origin CA key, not an API token' },
    ],
  },
}
