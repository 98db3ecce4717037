import type { Profile } from './profile.ts'
import { prefixMask, usual } from './usual.ts'

const hour = 3600
const day = 24 * hour

/** The profile with everything that the service can do. Where it has no words, those of the application are shown. */
export const claviger: Profile = {
  ...usual,
  name: 'claviger',
  title: 'Claviger key service',
  capabilities: [
    { effect: 'list', permission: 'key:view' },
    { effect: 'audit', permission: 'audit:view' },
    { effect: 'verify', permission: null },
    { effect: 'create', permission: 'key:create' },
    { effect: 'create-system', permission: 'key:create' },
    { effect: 'generate', permission: 'key:create' },
    { effect: 'rename', permission: 'key:edit' },
    { effect: 'describe', permission: 'key:edit' },
    { effect: 'suspend', permission: 'key:edit' },
    { effect: 'resume', permission: 'key:edit' },
    { effect: 'revoke', permission: 'key:edit' },
    { effect: 'rotate', permission: 'key:edit' },
    { effect: 'expire', permission: 'key:edit' },
    { effect: 'delete', permission: 'key:delete' },
  ],
  vocabulary: {
    effects: {
      list: { label: 'View keys', done: 'Viewed' },
      audit: { label: 'View audit log', done: 'Viewed' },
      verify: { label: 'Verify', done: 'Verified' },
      create: { label: 'Create key', done: 'Created' },
      'create-system': { label: 'Create system', done: 'Created' },
      generate: { label: 'Generate key', done: 'Key generated' },
      rename: { label: 'Rename', done: 'Renamed' },
      describe: { label: 'Edit description', done: 'Description changed' },
      suspend: { label: 'Suspend', done: 'Suspended' },
      resume: { label: 'Restore', done: 'Restored' },
      revoke: { label: 'Revoke', done: 'Revoked' },
      rotate: { label: 'Rotate', done: 'Rotated' },
      expire: { label: 'Set expiry', done: 'Expiry changed' },
      delete: { label: 'Delete', done: 'Deleted' },
    },
    states: {
      active: 'Active',
      suspended: 'Suspended',
      revoked: 'Revoked',
      expired: 'Expired',
      absent: 'Not generated',
    },
    kinds: {},
    reveal: {},
    permissions: {},
  },
  guidance: [
    {
      title: 'Good practice',
      items: [
        'One key for each integration: it can then be stopped without stopping another.',
        'Name a key after what uses it and where, never after a person or a customer.',
        'Store a new key at once in a secrets manager. It is shown once.',
        'Rotate a key with an overlap, and tell whoever uses it before.',
        'Suspend a key to see what depends on it. Revoke or delete it when nothing does.',
      ],
    },
    {
      title: 'A key leaked',
      items: [
        'Suspend it at once: that can be undone, and nothing can use it meanwhile.',
        'Create a replacement, and deliver it.',
        'Revoke the one that leaked, and look at its last use and at the audit log.',
      ],
    },
    {
      title: 'A key is refused although it is active',
      items: [
        'Check the key that is used: the masked one in the list is not the key.',
        'A key of Preview is refused in Production, and the other way round.',
        'After a rotation the previous secret is refused when its overlap is over.',
      ],
    },
  ],
  uniqueNames: ['system'],
  expiry: { longestSeconds: 5 * 365 * day },
  rotation: {
    overlapSeconds: [0, hour, day, 7 * day],
    longestOverlapSeconds: 30 * day,
    steps: [],
  },
  keyFormat: {
    prefixes: { preview: 'clv_preview_', production: 'clv_production_' },
    checksum: 'crc32-base62-6',
    mask: prefixMask,
  },
  plans: [{ name: 'Self-hosted', missing: [] }],
  // Uses are counted. A line for each would drown what administrators did.
  callOrigin: null,
}
