import type { ReactNode } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { ChangedElsewhere } from './changed-elsewhere.tsx'

type SeenConflictProps = {
  readonly error: ErrorInfo | null
  readonly before: KeyRow | null
  readonly now: KeyRow
  readonly profile: Profile | null
  /** Shown for every other failure. */
  readonly children: ReactNode
}

/** Why a dialog did not do what it was confirmed for: what has changed meanwhile, or another failure. */
export const SeenConflict = ({ error, before, now, profile, children }: SeenConflictProps) =>
  error?.code === 'changed-elsewhere' && before !== null ? (
    <ChangedElsewhere
      {...{ before, now, profile }}
      advice="Look at what it is now. If you still want to go on, confirm again."
    />
  ) : (
    children
  )
