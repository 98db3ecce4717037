import type { Profile } from './profile.ts'
import { prefixMask, usual } from './usual.ts'

/** Keys of Preview and Production in one list. Words: 002_ad5a6b09eacee5b7.txt. */
export const environments: Profile = {
  ...usual,
  name: 'environments',
  title: 'Organization API keys',
  capabilities: [
    { effect: 'list', permission: 'api_keys:view' },
    { effect: 'verify', permission: null },
    { effect: 'create', permission: 'api_keys:create' },
    { effect: 'describe', permission: 'api_keys:edit' },
    { effect: 'suspend', permission: 'api_keys:edit' },
    { effect: 'resume', permission: 'api_keys:edit' },
    { effect: 'delete', permission: 'api_keys:delete' },
  ],
  vocabulary: {
    effects: {
      list: { label: 'View', done: 'Viewed' },
      verify: { label: 'Verify', done: 'Verified' },
      create: {
        label: 'Create API Key',
        done: 'Created',
        title: 'Create API Key',
        text: 'Make sure to select the correct environment, as keys are only valid for the chosen environment and cannot be used interchangeably.',
        confirm: 'Create API Key',
      },
      describe: { label: 'Description', done: 'Described' },
      suspend: {
        label: 'Revoke',
        done: 'Revoked',
        text: 'Revoke temporarily disables the key (it can be reactivated later).',
      },
      resume: { label: 'Reactivate', done: 'Reactivated' },
      delete: {
        label: 'Delete',
        done: 'Deleted',
        text: 'Delete permanently removes the key from your organization.',
      },
    },
    states: { active: 'Active', suspended: 'Revoked' },
    kinds: {
      key: {
        title: 'API Keys',
        name: 'Name',
        columns: [
          { id: 'name', label: 'Name' },
          { id: 'environment', label: 'Environment' },
          { id: 'createdAt', label: 'Creation date' },
          { id: 'state', label: 'Status' },
        ],
      },
    },
    reveal: {
      warning:
        'Important: Store your API key securely. You will not be able to view it again after closing the popup.',
    },
    permissions: {},
  },
  guidance: [
    {
      title: 'Copy Your API Key',
      text: 'For security reasons, API keys are only shown once. Always store your keys securely and never share them publicly.',
      items: [
        'Copy the key immediately, as it will not be shown again after closing this dialog.',
        'You can create new keys or revoke existing ones at any time if needed.',
      ],
    },
    {
      title: 'Manage Multiple Keys',
      items: [
        'You can generate multiple API keys for different environments or use cases.',
        'There is no limit to the number of keys that can be created.',
        'All active keys will be visible in the list.',
      ],
    },
    {
      title: 'Revoke or Delete API Keys',
      items: [
        'To manage existing API keys, open the Actions menu next to a key.',
        'Revoke temporarily disables the key (it can be reactivated later).',
        'Delete permanently removes the key from your organization.',
      ],
    },
  ],
  presentation: { ...usual.presentation, actions: 'menu', oneList: true },
  keyFormat: {
    prefixes: { preview: 'key_preview_', production: 'key_production_' },
    checksum: 'crc32-base62-6',
    mask: prefixMask,
  },
}
