import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'unleash',
  name: 'Unleash',
  environments: 'separate',
  address: { url: null, placeholder: 'https://unleash.example.com', path: '', each: false },
  settings: [
    {
      id: 'environment',
      label: 'Environment',
      hint: 'The name of the environment as Unleash lists it under Configure → Environments.',
      initial: { preview: 'development', production: 'production' },
      required: true,
    },
  ],
  credential: {
    label: 'Personal access token',
    placeholder: 'user:…',
    where: 'In Unleash, open your profile’s settings → Personal API tokens → New token.',
    link: null,
    advice:
      'Give it an expiry, and make it as a user of its own: Unleash’s log names that user, and the token can do whatever the user can. With custom roles, the permissions to read, create, update and delete client API tokens (and frontend ones, if you have them) are enough; without them only an Admin can change tokens, and an Editor can look.',
    wrong: [
      { startsWith: '*:', is: 'an API token for applications, which cannot manage tokens' },
      { startsWith: 'default:', is: 'an API token for applications, which cannot manage tokens' },
    ],
  },
}
