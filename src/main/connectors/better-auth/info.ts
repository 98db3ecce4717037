import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'better-auth',
  name: 'better-auth',
  environments: 'separate',
  address: {
    url: null,
    placeholder: 'https://app.example.com/api/auth',
    path: '/api/auth',
    each: true,
  },
  settings: [
    {
      id: 'config',
      label: 'Configuration',
      hint: 'The “configId” of the API-key plugin whose keys these are; “default” where it has only one.',
      initial: { preview: 'default', production: 'default' },
      required: true,
    },
    {
      id: 'organization',
      label: 'Organization',
      hint: 'The id of the organization that owns the keys. Blank: your own keys.',
      initial: { preview: '', production: '' },
      required: false,
    },
  ],
  credential: {
    label: 'Session token',
    placeholder: 'What set-auth-token holds',
    where:
      'Sign in at the service’s own sign-in address with a tool such as curl: the answer’s header “set-auth-token” holds it. The service needs better-auth’s bearer plugin.',
    link: null,
    advice:
      'Sign in as a user who owns the keys and nothing else: a session may do whatever its user may. It ends when that user signs out, and after seven days without use where the service says nothing else.',
    wrong: [
      { startsWith: 'better-auth.session_token=', is: 'a cookie with its name' },
      { startsWith: '__Secure-better-auth.session_token=', is: 'a cookie with its name' },
    ],
  },
}
