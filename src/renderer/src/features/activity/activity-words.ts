import type { Activity } from '../../../../shared/domain/activity.ts'

/** The verb before the key's or the connection's name. */
const verbs = {
  connected: 'Connected',
  edited: 'Edited the connection',
  authenticated: 'Replaced the credential of',
  disconnected: 'Removed the connection',
  created: 'Created',
  revealed: 'Showed the secret of',
  copied: 'Copied the secret of',
  stored: 'Confirmed as stored',
  renamed: 'Renamed',
  described: 'Described',
  suspended: 'Suspended',
  resumed: 'Restored',
  deleted: 'Deleted',
  appeared: 'Added elsewhere:',
  changed: 'Changed elsewhere:',
  vanished: 'Gone elsewhere:',
} as const satisfies Record<Activity['kind'], string>

export const activityVerb = (kind: Activity['kind']): string => verbs[kind]

/** Newest first, each entry once: what is new in front of what was loaded before. */
export const mergeActivity = (
  known: readonly Activity[],
  newest: readonly Activity[],
): readonly Activity[] => {
  const oldest = newest.at(-1)
  if (!oldest) return known
  const joined = known.some(({ id }) => id >= oldest.id)
  // More has happened than one page holds: a list with a hole in it would lie.
  return joined ? [...newest, ...known.filter(({ id }) => id < oldest.id)] : newest
}
