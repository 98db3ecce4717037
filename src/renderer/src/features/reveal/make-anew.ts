import type { Unfinished } from '../../../../shared/domain/intent.ts'
import { openDialog, showDetail, showScope } from '../../state/ui.ts'

/** Opens the form in which the same can be made once more: with the same words, which may be changed there. */
export const makeAnew = (intent: Unfinished): void => {
  const { kind, connection, environment, target } = intent
  const scope = { connection, environment }
  if (kind === 'create') {
    openDialog({ kind: 'create-key', scope, again: intent })
  } else if (target !== null) {
    showScope(scope)
    showDetail({ target: { ...scope, key: target }, review: false, view: 'manage' })
  }
}
