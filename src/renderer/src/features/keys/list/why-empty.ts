import { assertNever } from '../../../../../shared/app-error.ts'
import type { KeysView } from '../../../state/keys-window.ts'
import type { ScopeStatus } from '../../../state/scope-status.ts'

/** Why no row is in sight. */
export type WhyEmpty =
  | 'loading'
  | 'no-match'
  | 'not-read'
  | 'stopped'
  | 'forbidden'
  | 'no-plan'
  | 'no-keys'

/**
 * Rows and sync state come from main one after the other: that there is no key is only said when both say so, and
 * the service was read to its end. What is held of another kind is no key of this one.
 */
export const whyEmpty = (
  { answered, unfiltered, held }: Pick<KeysView, 'answered' | 'unfiltered' | 'held'>,
  status: ScopeStatus,
): WhyEmpty => {
  if (!answered) return 'loading'
  if (unfiltered > 0) return 'no-match'
  switch (status.kind) {
    case 'unknown':
    case 'syncing':
      return 'loading'
    case 'live':
      return status.count === held ? 'no-keys' : 'loading'
    case 'stopped':
      return status.asOf !== null && status.count === held ? 'no-keys' : 'stopped'
    case 'partial':
      return status.count === held ? 'not-read' : 'loading'
    case 'behind':
      if (status.why === 'permission') return 'forbidden'
      if (status.why === 'plan') return 'no-plan'
      return status.count === held ? 'not-read' : 'loading'
    default:
      return assertNever(status)
  }
}
