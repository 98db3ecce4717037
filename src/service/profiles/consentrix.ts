import type { Profile } from './profile.ts'
import { usual } from './usual.ts'

const view = 'api_key_management:view'
const create = 'api_key_management:create'
const edit = 'api_key_management:edit'
const remove = 'api_key_management:delete'

const lacking = (permission: string): string =>
  `Your user account does not have the ${permission} permission. Contact your administrator.`

/** Systems that own one key each. Words: 001_4e3b0c27ee2ae462.txt. */
export const consentrix: Profile = {
  ...usual,
  name: 'consentrix',
  title: 'Consentrix',
  capabilities: [
    { effect: 'list', permission: view },
    { effect: 'audit', permission: view },
    { effect: 'verify', permission: null },
    { effect: 'create-system', permission: create, whenForbidden: 'hidden' },
    { effect: 'generate', permission: create },
    { effect: 'rename', permission: edit },
    { effect: 'revoke', permission: edit },
    { effect: 'delete', permission: remove },
  ],
  vocabulary: {
    effects: {
      list: { label: 'View', done: 'Viewed' },
      audit: { label: 'Audit Log', done: 'Viewed' },
      verify: { label: 'Authenticate', done: 'Authenticated' },
      'create-system': {
        label: 'Create API key',
        done: 'Created',
        title: 'Create System',
        text: 'A System is a registered API client that will own an API key for authenticating with the Consentrix API.',
        confirm: 'Submit',
      },
      generate: { label: 'Generate API Key', done: 'Generated' },
      rename: { label: 'Edit', done: 'Edited', title: 'Edit System', confirm: 'Save' },
      revoke: {
        label: 'Revoke API Key',
        done: 'Revoked',
        title: 'Revoke API Key',
        text: 'The current API key will no longer be usable. After revocation, the system will show "Not generated" as the API key mark. You can generate a new key if needed.',
        confirm: 'Confirm',
      },
      delete: {
        label: 'Delete System',
        done: 'Deleted',
        title: 'Delete System',
        text: "Deleting a system permanently removes it and its API key from the system. This action cannot be undone. Ensure no applications are using the system's API key before deletion.",
        confirm: 'Confirm',
      },
    },
    states: { absent: 'Not generated' },
    kinds: {
      system: {
        title: 'API Key Management',
        detail: 'System Detail',
        manage: 'Manage API Key',
        name: 'System Name',
        namePlaceholder: 'mobile-app-ios',
        nameHint:
          'Use descriptive names that indicate the application or service using the API key. This helps with identification and auditing.',
        columns: [
          { id: 'name', label: 'System Name' },
          { id: 'mask', label: 'API Key Mark' },
          { id: 'updatedAt', label: 'Last Updated' },
        ],
      },
    },
    reveal: {
      warning:
        'Important: Copy the API key immediately and store it securely. The full key is only shown once for security purposes.',
      done: 'Close',
    },
    permissions: {
      [view]: lacking(view),
      [create]: lacking(create),
      [edit]: lacking(edit),
      [remove]: lacking(remove),
    },
    audit: 'Audit Log',
  },
  guidance: [
    {
      title: 'Prerequisites',
      text: 'Before you begin, ensure you have:',
      items: [
        'An active Consentrix Account.',
        'Appropriate permissions to manage API keys (see Required Permissions).',
      ],
    },
    {
      title: 'Required Permissions',
      items: [
        `${view}: View systems and API keys`,
        `${create}: Create systems and generate API keys`,
        `${edit}: Edit system name and revoke API keys`,
        `${remove}: Delete systems`,
      ],
    },
    {
      title: 'What happens next',
      items: [
        'The API key mark (e.g., ••••••••••••abcd) will be visible in the system list for identification.',
        'The full API key cannot be viewed again. If lost, you must revoke and generate a new one.',
      ],
    },
    {
      title: 'Security Best Practices',
      items: [
        "Store the API key in your application's secrets manager",
        'Never hard-code the API key in source code or commit it to a repository.',
        'Use separate systems for separate applications — do not share one key across multiple services.',
      ],
    },
    {
      title: 'Revoke an API Key',
      text: 'Revoking an API key immediately invalidates it. Use this when you suspect a key has been compromised or when an application is no longer active.',
      items: [],
    },
    {
      title: 'System Naming Conventions',
      text: 'Use clear, descriptive names that indicate the application or service.',
      items: [],
    },
    {
      title: 'API Key Security',
      items: [
        "Store Securely: Save API keys in your application's secrets manager or environment variables.",
        'Never Commit: Do not hard-code API keys in source code or commit them to repositories.',
        'One Key Per Service: Create separate systems for each application — do not share keys across services.',
        'Rotate Regularly: Revoke and regenerate keys periodically or when team members leave.',
        'Monitor Usage: Use the Audit Log to track API key activities and detect unusual patterns.',
      ],
    },
    {
      title: 'Lifecycle Management',
      items: [
        'Document Systems: Maintain an internal registry of systems and their purposes.',
        'Review Periodically: Audit systems regularly and delete unused ones.',
        'Revoke Promptly: Immediately revoke keys for decommissioned applications.',
      ],
    },
    {
      title: '"Generate API Key" button is disabled',
      items: [
        'An API key has already been generated for this system. To create a new key, revoke the existing one first.',
      ],
    },
    {
      title: '"Revoke API Key" button is disabled',
      items: ['No API key has been generated for this system yet.'],
    },
    { title: 'Cannot see "Create API key" button', items: [lacking(create)] },
  ],
  naming: {
    examples: ['mobile-app-ios', 'checkout-service', 'crm-integration'],
    avoid: ['app1', 'api', 'system'],
  },
  presentation: { ...usual.presentation, actions: 'detail', confirmEdit: true },
  uniqueNames: ['system'],
  keyFormat: {
    prefixes: { preview: 'ctx_', production: 'ctx_' },
    checksum: 'crc32-base62-6',
    mask: { prefix: false, head: 0, filler: '••••••••••••', tail: 4 },
  },
  callOrigin: 'API',
}
