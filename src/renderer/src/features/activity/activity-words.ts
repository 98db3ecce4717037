import type { Activity } from '../../../../shared/domain/activity.ts'

/** The verb before the key's or the connection's name. */
const verbs = {
  connected: 'Connected',
  edited: 'Edited the connection',
  authenticated: 'Replaced the credential of',
  disconnected: 'Removed the connection',
  created: 'Created',
  'system-created': 'Created the system',
  generated: 'Generated the key of',
  rotated: 'Rotated',
  'handed-over': 'Handed over the new secret of',
  revealed: 'Showed the secret of',
  copied: 'Copied the secret of',
  stored: 'Confirmed as stored',
  renamed: 'Renamed',
  described: 'Described',
  suspended: 'Suspended',
  resumed: 'Restored',
  revoked: 'Revoked',
  'expiry-changed': 'Changed the expiry of',
  deleted: 'Deleted',
  'confirmed-dead': 'Confirmed that the service refuses',
  'still-accepted': 'Found still accepted:',
  'not-confirmed': 'Could not confirm the end of',
  appeared: 'Added elsewhere:',
  changed: 'Changed elsewhere:',
  vanished: 'Removed elsewhere:',
  'vanished-expired': 'Expired, and removed by the service:',
} as const satisfies Record<Activity['kind'], string>

export const activityVerb = (kind: Activity['kind']): string => verbs[kind]

/** The most that one question brings. */
export const pageSize = 100

/** Newest first; `more` when older entries are not here yet. */
export type Loaded = { readonly entries: readonly Activity[]; readonly more: boolean }

/** Each entry once: the `newest` page in front of what was loaded before. */
export const withNewest = (known: Loaded | null, newest: readonly Activity[]): Loaded => {
  const oldest = newest.at(-1)
  const joined = oldest && known?.entries.some(({ id }) => id >= oldest.id)
  // Unless they join, more has happened than one page holds, and a list with a hole in it would lie.
  return known && joined
    ? { ...known, entries: [...newest, ...known.entries.filter(({ id }) => id < oldest.id)] }
    : { entries: newest, more: newest.length === pageSize }
}

/** The page that is older than entry `before`, behind what is known; nothing of it where the log began anew meanwhile. */
export const withOlder = (
  known: Loaded | null,
  before: Activity['id'] | null,
  older: readonly Activity[],
): Loaded | null =>
  known?.entries.at(-1)?.id === before
    ? { entries: [...known.entries, ...older], more: older.length === pageSize }
    : known
