import { assertNever } from '../../../../shared/app-error.ts'
import type { KeysView } from '../../state/keys-window.ts'
import type { ScopeStatus } from '../../state/scope-status.ts'

/** Why no row is in sight. */
export type WhyEmpty = 'loading' | 'no-match' | 'not-read' | 'no-keys'

/**
 * Rows and sync state come from main one after the other: that there is no key is only said when both say so, and
 * the service was read to its end.
 */
export const whyEmpty = (
  { answered, unfiltered }: Pick<KeysView, 'answered' | 'unfiltered'>,
  status: ScopeStatus,
): WhyEmpty => {
  if (!answered) return 'loading'
  if (unfiltered > 0) return 'no-match'
  switch (status.kind) {
    case 'unknown':
    case 'syncing':
      return 'loading'
    case 'live':
      return status.count === 0 ? 'no-keys' : 'loading'
    case 'partial':
    case 'behind':
      return status.count === 0 ? 'not-read' : 'loading'
    default:
      return assertNever(status)
  }
}
