import type { KeyRow, KeysQuery } from '../../../shared/contract/keys.ts'
import type { Connection } from '../../../shared/domain/connection.ts'
import type { ConnectorId } from '../../../shared/domain/connector.ts'
import type { Environment } from '../../../shared/domain/environment.ts'
import type { Unfinished } from '../../../shared/domain/intent.ts'
import type { KeyEdit, KeyId, KeyTarget, Scope } from '../../../shared/domain/key.ts'
import type { Listed } from './listed.ts'

/** What is done to a key after a question, without anything else to choose. */
export type KeyEffect = 'suspend' | 'resume' | 'revoke' | 'delete'

/** The open dialog with all it needs: it keeps the scope in which it was opened. */
export type Dialog =
  | { readonly kind: 'none' }
  /** `again`: a wish whose answer was lost, in whose words it begins. */
  | { readonly kind: 'create-key'; readonly scope: Scope; readonly again?: Unfinished }
  | { readonly kind: 'create-system'; readonly scope: Scope }
  | { readonly kind: 'change-key'; readonly effect: KeyEffect; readonly key: KeyRow }
  | { readonly kind: 'rotate-key'; readonly key: KeyRow }
  | {
      readonly kind: 'confirm-edit'
      readonly key: KeyRow
      readonly changes: KeyEdit
      /** Sends what the form below has. */
      readonly confirm: () => void
    }
  | { readonly kind: 'expire-key'; readonly key: KeyRow }
  | { readonly kind: 'copy-key'; readonly key: KeyRow }
  | { readonly kind: 'check-key'; readonly scope: Scope }
  | { readonly kind: 'help' }
  | { readonly kind: 'export-list'; readonly listed: Listed }
  /** What was deleted elsewhere, `of` one kind or both, of the keys in `scope`. */
  | {
      readonly kind: 'gone-keys'
      readonly scope: KeysQuery['scope']
      readonly of: KeysQuery['kind']
    }
  | { readonly kind: 'diagnostics' }
  /** `key` is one of those that were found; with `again`, the form to make it anew follows. */
  | {
      readonly kind: 'abandon'
      readonly intent: Unfinished
      readonly key: KeyId | null
      readonly again: boolean
    }
  /** `connector` is chosen when it opens. */
  | { readonly kind: 'add-connection'; readonly connector?: ConnectorId }
  | { readonly kind: 'edit-connection'; readonly connection: Connection }
  | { readonly kind: 'remove-connection'; readonly connection: Connection }
  | {
      readonly kind: 'authenticate'
      readonly connection: Connection
      readonly environment: Environment
    }

/** The key in the drawer; `review` shows it without anything that changes it. `manage`: the key of a system. */
export type Detail = {
  readonly target: KeyTarget
  readonly review: boolean
  readonly view?: 'facts' | 'manage'
}
