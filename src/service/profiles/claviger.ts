import type { Profile } from './profile.ts'

/** The profile with everything that the service can do. */
export const claviger: Profile = {
  name: 'claviger',
  title: 'Claviger key service',
  capabilities: [
    { effect: 'create', permission: 'key:create' },
    { effect: 'list', permission: 'key:view' },
    { effect: 'rename', permission: 'key:edit' },
    { effect: 'describe', permission: 'key:edit' },
    { effect: 'suspend', permission: 'key:edit' },
    { effect: 'resume', permission: 'key:edit' },
    { effect: 'delete', permission: 'key:delete' },
    { effect: 'audit', permission: 'audit:view' },
    { effect: 'verify', permission: null },
  ],
  vocabulary: {
    effects: {
      create: { label: 'Create key', done: 'Created' },
      list: { label: 'View keys', done: 'Viewed' },
      rename: { label: 'Rename', done: 'Renamed' },
      describe: { label: 'Edit description', done: 'Description changed' },
      suspend: { label: 'Suspend', done: 'Suspended' },
      resume: { label: 'Restore', done: 'Restored' },
      delete: { label: 'Delete', done: 'Deleted' },
      audit: { label: 'View audit log', done: 'Viewed' },
      verify: { label: 'Verify', done: 'Verified' },
    },
    states: { active: 'Active', suspended: 'Suspended' },
  },
  reveal: 'once',
  restorable: false,
  propagationSeconds: 0,
  limits: { nameLength: 255, descriptionLength: 1000, pageSize: 1000, keys: null },
  keyFormat: {
    prefixes: { preview: 'clv_preview_', production: 'clv_production_' },
    checksum: 'crc32-base62-6',
  },
  plan: { name: 'Self-hosted', missing: [] },
}
