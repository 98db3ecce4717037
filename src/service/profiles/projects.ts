import type { Profile } from './profile.ts'
import { usual } from './usual.ts'

/** Keys that are renamed, disabled and deleted on a page of their own. Words: 003_0ad5c6cbda4d91da.txt. */
export const projects: Profile = {
  ...usual,
  name: 'projects',
  title: 'Project API keys',
  capabilities: [
    { effect: 'list', permission: 'api_keys:view' },
    { effect: 'audit', permission: 'api_keys:view' },
    { effect: 'verify', permission: null },
    { effect: 'create', permission: 'project:administrator' },
    { effect: 'rename', permission: 'api_keys:edit' },
    { effect: 'suspend', permission: 'api_keys:edit' },
    { effect: 'resume', permission: 'api_keys:edit' },
    { effect: 'delete', permission: 'api_keys:delete' },
  ],
  vocabulary: {
    effects: {
      list: { label: 'Detail', done: 'Opened' },
      audit: { label: 'History', done: 'Viewed' },
      verify: { label: 'Call', done: 'Called' },
      create: {
        label: 'Create an API key',
        done: 'Created',
        title: 'Create an API key',
        confirm: 'Continue',
      },
      rename: { label: 'Rename', done: 'Renamed', confirm: 'Save' },
      suspend: {
        label: 'Disable',
        done: 'Disabled',
        text: 'Disabling a key immediately blocks every call that uses it. Set it back to Active to allow calls again.',
        confirm: 'Save',
      },
      resume: { label: 'Set to Active', done: 'Set back to Active', confirm: 'Save' },
      delete: {
        label: 'Delete',
        done: 'Deleted',
        text: 'The key is removed and can no longer be used. Any service still using it will stop working, so update those services first.',
        confirm: 'Delete',
      },
    },
    states: { active: 'Active', suspended: 'Disabled' },
    kinds: {
      key: {
        title: 'API keys',
        detail: 'API key details',
        name: 'Name',
        nameHint: 'Enter a Name that tells you what the key is for.',
        emptyTitle: 'No API key has been created on this project.',
        edited: 'The API key has been updated.',
        columns: [
          { id: 'key', label: 'API key' },
          { id: 'state', label: 'Status' },
          { id: 'createdBy', label: 'Created by' },
          { id: 'createdAt', label: 'Created on' },
        ],
      },
    },
    reveal: { warning: 'Important: copy this key now, it will not be shown again.' },
    permissions: {
      'project:administrator':
        'Creating an API key requires being an administrator of the project.',
    },
    audit: 'History',
  },
  guidance: [
    {
      title: 'Project API keys',
      text: 'An API key lets you connect an external service to this project, so it can run your applications programmatically instead of through the site. From the API keys page you create a key, see the keys you already have, and open one to rename it, disable it or delete it. A reasoning started with a key shows API as its origin in your history.',
      items: [],
    },
    {
      title: 'Before you start',
      text: 'Creating an API key requires being an administrator of the project. The full key is shown only once, right after creation — copy it before you leave the page.',
      items: [],
    },
    {
      title: 'Create an API key',
      text: "If you don't copy the key before leaving the page you can't see it again. Delete the key and create a new one if you lose it.",
      items: [],
    },
    {
      title: 'Rename or disable a key',
      text: 'Disabling a key immediately blocks every call that uses it. Set it back to Active to allow calls again.',
      items: [],
    },
    {
      title: 'Delete a key',
      text: 'The key is removed and can no longer be used. Any service still using it will stop working, so update those services first.',
      items: [],
    },
    { title: 'Need help?', text: 'Contact Support.', items: [] },
  ],
  presentation: { ...usual.presentation, actions: 'detail', statusField: true },
  keyFormat: {
    prefixes: { preview: 'sk-project-', production: 'sk-project-' },
    checksum: 'crc32-base62-6',
    mask: { prefix: true, head: 0, filler: '...', tail: 4 },
  },
  callOrigin: 'API',
}
