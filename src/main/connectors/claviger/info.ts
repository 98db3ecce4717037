import type { ConnectorInfo } from '../../../shared/domain/connector.ts'

export const info: ConnectorInfo = {
  id: 'claviger',
  name: 'Claviger key service',
  environments: 'native',
  address: { url: null, placeholder: 'https://keys.example.com', path: null, each: false },
  settings: [],
  credential: {
    label: 'Admin token',
    placeholder: 'clva_…',
    where: 'Whoever runs the service makes one with its “token” command.',
    link: null,
    advice:
      'Ask for a token of one environment, with the permissions that you need and no others, and for one of your own: the service’s log names it.',
    wrong: [],
  },
}
