import type { Activity } from '../../shared/domain/activity.ts'
import type { KeyEdit, KeyRecord } from '../../shared/domain/key.ts'

type Edited = Extract<
  Activity['kind'],
  'renamed' | 'described' | 'expiry-changed' | 'suspended' | 'resumed'
>

/** What an edit did, a line of the log for each; of a key that was not known before, all that was asked. */
export const activitiesOf =
  (edit: KeyEdit) =>
  (before: KeyRecord | null, after: KeyRecord): readonly Edited[] => {
    const differs = (member: 'name' | 'description' | 'expiresAt') =>
      edit[member] !== undefined && before?.[member] !== after[member]
    const lines: readonly (readonly [Edited, boolean])[] = [
      ['renamed', differs('name')],
      ['described', differs('description')],
      ['expiry-changed', differs('expiresAt')],
      ['suspended', edit.state === 'suspended' && before?.state !== 'suspended'],
      // An expired key may be active beneath: only one that was seen suspended was resumed for certain.
      ['resumed', edit.state === 'active' && (before === null || before.state === 'suspended')],
    ]
    return lines.filter(([, did]) => did).map(([kind]) => kind)
  }
