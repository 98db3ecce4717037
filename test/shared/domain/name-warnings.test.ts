import { describe, expect, test } from 'vitest'
import { type NameWarning, nameWarnings } from '../../../src/shared/domain/name-warnings.ts'

const prefixes = ['clv_', 'cly_']
const warned = (name: string) => nameWarnings(name, prefixes)

test.each([
  ...['My Integration Key', 'Analytics App', 'Staging Environment', 'mobile-app-ios'],
  ...['checkout-service', 'crm-integration', 'prod-main-app', 'staging-api', 'oauth2-proxy'],
  ...['2026-11 rollout', 'backup 2026-11-21', 'export-20261121', 'gateway 10.20.130.140'],
  ...['a-very-long-name-of-a-nightly-job', 'checkout-service-v2-eu-west-1-prod', 'k8s-s3-ec2-x86'],
  ...[
    'sk-learn-pipeline',
    'npm_registry_mirror',
    'pk-reader',
    'maria-db',
    'MariaDB 11',
    'Maria DB',
  ],
  ...['InternationalizationServiceGateway', 'PAT rotation', 'dev portal', 'Grace period job'],
  ...[
    'san-diego-store',
    'jose-jwt',
    'jan-2026 rollout',
    '@acme/app',
    'ssh git@host',
    'version 12.34.56',
    '',
  ],
  ...[
    'cly_3bdf****fede',

    'Datenbank-Übersicht',
    '決済サービス',
    'API сервер',
  ],
])('%s is a name like any other', name => {
  expect(warned(name)).toEqual([])
})

describe.each<readonly [NameWarning, readonly string[]]>([
  [
    'email',
    ['ops@example.com', 'key of first.last+api@mail.example.co.uk', 'Kontakt: büro@beispiel.de'],
  ],
  [
    'person',
    [
      ...['john.smith', 'Maria Garcia', 'Anna’s key', "Anna's key", 'JohnSmith', 'test_john'],
      ...['MARÍA LÓPEZ', 'maría', 'Jürgen', 'Soren Larsen', 'Małgorzata', 'Malgorzata laptop'],
      ...[
        'Priya Sharma',
        'Oluwaseun',
        'Yuki Tanaka',
        'Сергей',
        'ключ Ольга',
        'محمد',
        'Mrs. Okafor',
      ],
      ...['Frau Weber', 'Zoltán'.normalize('NFD')],
    ],
  ],
  [
    'number',
    [
      ...[
        '+49 170 1234567',
        '(555) 867-5309',
        '867-5309',
        '4111 1111 1111 1111',
        'customer 00481516',
      ],
      ...[
        '4111-1111-1111-1111',
        'kd.1234567',
        '１２３４５６７',
        '٠١٢٣٤٥٦٧',
        '2026-11-21 / 5551234567',
      ],
    ],
  ],
  [
    'key',
    [
      ...[
        'sk-project-abcdef123456',
        'ghp_16C7e42F292c6912E7',
        'sk_live_51H8abcdEFGH',
        'AKIAIOSFODNN7EXAMPLE',
      ],
      ...['eyJhbGciOiJIUzI1NiJ9.eyJzdWIi', '-----BEGIN PRIVATE KEY-----', 'clv_prev_9fJ2mQ7xW'],
      ...['my key: sk-proj-abcdefgh1234', 'aB3dE5fG7hJ9kL1mN3pQ5rS7', 'old cly_abcdefghijkl'],
      ...['9f86d081884c7d659a2feaa0c55ad015', '550e8400-e29b-41d4-a716-446655440000'],
      ...['AIzaSyD-9tSrke72PouQMnMX', 'glpat-abc123DEF456ghi7'],
    ],
  ],
])('%s', (kind, names) => {
  test.each(names)('is seen in %s', name => {
    expect(warned(name)).toEqual([kind])
  })
})

/** As each service makes them, and none of them of a prefix that was told beforehand. */
test.each([
  ['Claviger', 'clv_preview_2gKxZfN8dWqT5sVbYcR1mJhL7pQeA4uX9iOtE3nB6kD0wGz5r'],
  ['Anthropic', 'sk-ant-api03-R2D2abCdEfGh1234IjKlMnOp5678QrStUvWxYz90-AbCdEfGh_1234AA'],
  ['OpenAI', 'sk-proj-aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7dE9fG1hJ3kL5mN7pQ'],
  ['OpenRouter', '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'],
  ['Unkey', 'prod_3ZqK8vN5xR2mW7tY4bC6dF'],
  ['Cloudflare', 'Vt7-kQ2mXz_9RbLw4NcJd8sPfGhT1yUaE5oI3xKj'],
  ['better-auth', 'qWzRtPlKmNbVcXsDfGhJkLoIuYtReWqAzSxDcFvGbHnJmKlPoIuYtRfVbGtYhNjU'],
  ['Unleash', '*:production.9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0'],
  [
    'Unleash, secure',
    'default:development.v2_aB3dE5fG7hJ9kL1mN3pQ5r_S7tU9vW1xY3zA5bC7dE9fG1hJ3kL5mN7pQ9rS1tU3v',
  ],
])('a key of %s in a name is seen before it is sent', (_service, key) => {
  for (const name of [key, `old ${key}`, `\u200b${key}`, key.normalize('NFD')])
    expect(nameWarnings(name, [])).toEqual(['key'])
})

test('an address is told of once, whatever names and numbers it is made of', () => {
  expect(warned('anna.schmidt@example.com')).toEqual(['email'])
  expect(warned('0048600123456@example.pl, maria@example.pl')).toEqual(['email'])
})

test('all that a name gives away is told, and a key alone', () => {
  expect(warned('Anna Kowalska, +48 600 123 456, anna@example.pl')).toEqual([
    'email',
    'person',
    'number',
  ])
  expect(warned('Anna sk-proj-abcdefgh1234')).toEqual(['key'])
})

test('the service’s own keys are known by their beginning', () => {
  expect(nameWarnings('acme_abcdefghij', ['acme_'])).toEqual(['key'])
  expect(nameWarnings('acme_abcdefghij', [])).toEqual([])
  expect(nameWarnings('checkout-service', [''])).toEqual([])
})

test('a very long name is judged quickly', () => {
  // Takes for ever where a form goes back over what it has read.
  expect(warned('1 '.repeat(3))).toEqual([])
  expect(warned('sk-'.repeat(20_000))).toEqual([])
  expect(warned('a@'.repeat(20_000))).toEqual([])
})
