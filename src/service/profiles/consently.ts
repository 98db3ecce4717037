import type { Profile } from './profile.ts'
import { prefixMask, usual } from './usual.ts'

/** Keys that are revoked for a time, restored, and deleted for good. Words: 000_b2676c9a42580075.txt. */
export const consently: Profile = {
  ...usual,
  name: 'consently',
  title: 'Consently',
  capabilities: [
    { effect: 'list', permission: 'api_keys:view' },
    { effect: 'verify', permission: null },
    { effect: 'create', permission: 'api_keys:create' },
    { effect: 'suspend', permission: 'api_keys:edit' },
    { effect: 'resume', permission: 'api_keys:edit' },
    { effect: 'delete', permission: 'api_keys:delete' },
  ],
  vocabulary: {
    effects: {
      list: { label: 'API Keys', done: 'Viewed' },
      verify: { label: 'Authenticate', done: 'Authenticated' },
      create: {
        label: 'Create API Key',
        done: 'Created',
        title: 'Create API Key',
        confirm: 'Create API Key',
      },
      suspend: {
        label: 'Revoke',
        done: 'Revoked',
        text: 'Revoking a key suspends its access without permanently deleting it. You can restore a revoked key later.',
        confirm: 'Revoke',
      },
      resume: {
        label: 'Restore',
        done: 'Restored',
        text: "The key's status returns to Active and it can authenticate requests again immediately.",
        confirm: 'Restore',
      },
      delete: {
        label: 'Delete',
        done: 'Deleted',
        text: 'Deletion is permanent. Any service or integration using this key will stop working immediately and cannot be recovered.',
        confirm: 'Delete',
      },
    },
    states: { active: 'Active', suspended: 'Revoked' },
    kinds: {
      key: {
        title: 'API Keys',
        name: 'Key Name',
        namePlaceholder: 'My Integration Key',
        nameHint:
          'Use a name that identifies the integration or system this key will be used with, such as Analytics App or Staging Environment.',
        columns: [
          { id: 'name', label: 'Key Name' },
          { id: 'mask', label: 'Key' },
          { id: 'state', label: 'Status' },
          { id: 'createdAt', label: 'Created' },
        ],
      },
    },
    reveal: {
      warning:
        'Important: This is the only time the full key is displayed. Once you click Done, you will not be able to retrieve it again. Store it in a secure location immediately.',
      copy: 'Copy Key',
      done: 'Done',
    },
    permissions: {},
  },
  guidance: [
    {
      title: 'Before You Begin',
      text: 'Make sure you have:',
      items: [
        'A Consently account with access to the API Keys section',
        'Time required: 2 minutes',
      ],
    },
    {
      title: 'How to Revoke an API Key',
      text: 'Revoking a key suspends its access without permanently deleting it. You can restore a revoked key later.',
      items: [],
    },
    {
      title: 'How to Delete an API Key',
      text: 'Deleting a key is permanent and cannot be undone. Any integrations using this key will lose access immediately.',
      items: [
        'Revoke the key first (recommended): If the key is currently active, revoke it first to confirm no active integrations depend on it.',
      ],
    },
    {
      title: "What's Next",
      text: 'Now that you have an API key, you should:',
      items: [
        'Review your installation options to understand how Consently integrates with your stack',
        'Manage your account settings to keep your Consently account secure',
      ],
    },
    {
      title: 'I forgot to copy my key before clicking Done',
      text: 'Why this happens: Consently displays the full key only once at creation for security.',
      items: [
        'The existing key cannot be recovered. Delete the old key and create a new one, then copy it before closing the modal.',
      ],
    },
    {
      title: 'My key is Active but requests are being rejected',
      items: [
        'Confirm you are using the full key value copied at creation, not the masked prefix shown in the list',
        'Check that the key has not been accidentally revoked by viewing its status in the API Keys list',
        'If the issue persists, revoke the key, create a new one, and update your integration with the new value',
      ],
    },
  ],
  naming: { examples: ['My Integration Key', 'Analytics App', 'Staging Environment'], avoid: [] },
  keyFormat: {
    prefixes: { preview: 'cly_', production: 'cly_' },
    checksum: 'crc32-base62-6',
    mask: prefixMask,
  },
}
