import type { Profile } from './profile.ts'
import { prefixMask, usual } from './usual.ts'

const handOff = [
  'Tell the technical owner before rotating.',
  'Rotate the key.',
  'Copy and deliver the new key through your approved secure process.',
  'Ask the technical owner to confirm the update is complete.',
] as const

const authorized = 'Only authorized workspace users should create, rotate, or revoke API keys.'

/** Keys that expire, are rotated with a hand-off, and revoked for good, on a plan that has them. Words: 004_ff522efcafaf466c.txt. */
export const apiAccess: Profile = {
  ...usual,
  name: 'api-access',
  title: 'API Access',
  capabilities: [
    { effect: 'list', permission: 'api_access:view' },
    { effect: 'verify', permission: null },
    { effect: 'create', permission: 'api_access:create' },
    { effect: 'expire', permission: 'api_access:create' },
    { effect: 'rotate', permission: 'api_access:rotate' },
    { effect: 'revoke', permission: 'api_access:revoke' },
  ],
  vocabulary: {
    effects: {
      list: { label: 'View existing keys', done: 'Viewed' },
      verify: { label: 'Use', done: 'Used' },
      create: {
        label: 'Create API Key',
        done: 'Created',
        title: 'Create API Key',
        confirm: 'Create API Key',
      },
      expire: {
        label: 'Set expiry date',
        done: 'Expiry date set',
        text: 'Set an expiry date if your organization requires one.',
      },
      rotate: {
        label: 'Rotate',
        done: 'Rotated',
        text: 'Use Rotate when a key should be replaced. Do not rotate production keys without coordinating with the person or team using them.',
      },
      revoke: {
        label: 'Revoke',
        done: 'Revoked',
        text: 'Use Revoke when a key should no longer be usable. Revocation cannot be undone for that key.',
        checks: [
          'Confirm the key is no longer needed',
          'Confirm any replacement key is already in use',
          'Check with the technical owner if you are unsure',
        ],
      },
    },
    states: {},
    kinds: {
      key: {
        title: 'API Access',
        nameHint:
          'Use names that identify purpose and environment without exposing sensitive values. Avoid using personal names or sensitive customer information in key names.',
        columns: [
          { id: 'name', label: 'Name' },
          { id: 'mask', label: 'Prefix' },
          { id: 'usageCount', label: 'Usage count' },
          { id: 'lastUsedAt', label: 'Last used date' },
          { id: 'expiresAt', label: 'Expiry date' },
          { id: 'state', label: 'Status' },
        ],
      },
    },
    reveal: {
      warning:
        'Store it in your approved secure location. Treat it as sensitive information and share it only with the technical owner who needs it.',
    },
    permissions: {
      'api_access:create': authorized,
      'api_access:rotate': authorized,
      'api_access:revoke': authorized,
    },
  },
  guidance: [
    {
      title: 'Access prerequisites',
      text: `API Access is available only on supported paid plans. ${authorized}`,
      items: [],
    },
    {
      title: 'Existing key table',
      text: 'The prefix helps you identify a key later without exposing the full key.',
      items: [],
    },
    {
      title: 'Rotate a key',
      text: 'Use Rotate when a key should be replaced. Recommended handoff:',
      items: handOff,
    },
    {
      title: 'Revoke a key',
      text: 'Use Revoke when a key should no longer be usable. Before revoking:',
      items: [
        'Confirm the key is no longer needed',
        'Confirm any replacement key is already in use',
        'Check with the technical owner if you are unsure',
      ],
    },
    {
      title: 'User checklist',
      items: [
        'Create keys only when there is a clear business need.',
        'Use purpose-based names.',
        'Copy and store new keys immediately.',
        'Share keys only through approved secure channels.',
        'Rotate keys with coordination.',
        'Revoke unused or stale keys promptly.',
      ],
    },
  ],
  naming: {
    examples: ['prod-main-app', 'staging-api', 'crm-integration'],
    avoid: ['personal names', 'sensitive customer information'],
  },
  rotation: { ...usual.rotation, steps: handOff },
  keyFormat: {
    prefixes: { preview: 'aac_preview_', production: 'aac_production_' },
    checksum: 'crc32-base62-6',
    mask: prefixMask,
  },
  plans: [
    // A key that leaked can be stopped whatever is paid.
    { name: 'Starter', missing: ['list', 'create', 'expire', 'rotate'] },
    { name: 'Business', missing: [] },
  ],
  upgrade: {
    title: 'Upgrade required',
    text: 'API Access is available only on supported paid plans.',
  },
}
