import type { ReactNode } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { ErrorInfo } from '../../../../../shared/error.ts'
import { Callout } from '../../../ui/callout.tsx'
import { DifferenceList } from './difference-list.tsx'
import { differencesOf } from './differences.ts'

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
    <Callout tone="warning" role="alert" title="Changed elsewhere">
      Somebody changed this after it was shown to you. Nothing was overwritten. If you still want to
      go on, confirm again.
      <DifferenceList differences={differencesOf(before, now, profile)} verb="became" />
    </Callout>
  ) : (
    children
  )
