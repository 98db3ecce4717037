import type { AuditEntry } from '../../../../shared/domain/audit.ts'

/** Newest first; `next` asks for what is older, null where nothing is. */
export type AuditPage = { readonly entries: readonly AuditEntry[]; readonly next: string | null }

/** The newest page in front of what was read before, each entry once; alone where something between them is missing. */
export const inFront = (newest: AuditPage, known: AuditPage | null): AuditPage => {
  const oldest = newest.entries.at(-1)
  const joint = known?.entries.findIndex(({ id }) => id === oldest?.id) ?? -1
  if (known === null || joint === -1) return newest
  const older = known.entries.slice(joint + 1)
  return {
    entries: [...newest.entries, ...older],
    next: older.length === 0 ? newest.next : known.next,
  }
}
