import type { KeyRow } from '../../shared/contract/keys.ts'
import type { IntentId } from '../../shared/domain/intent.ts'
import type { Scope } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import type { SystemDraft } from '../connectors/connector.ts'
import { atService, type ChangeParts, recordChange, scopeOf } from './change-key.ts'

type Creation = Scope & { readonly intent: IntentId; readonly draft: SystemDraft }

/**
 * Makes a system that has no key yet. It is in no journal: there is no secret to lose, and one whose answer was lost
 * stands in the list like any other. Asked again with the same intent, the service answers the same system.
 */
export const createSystem =
  (parts: ChangeParts) =>
  ({ intent, draft, ...scope }: Creation): Promise<KeyRow> =>
    parts.ownChanges.during(scope, async () => {
      const made = await atService(parts, scope, (operations, http) => {
        if (!operations.createSystem)
          throw new AppError({ code: 'unsupported', effect: 'create-system' })
        return operations.createSystem(http, draft, intent)
      })
      const target = { ...scopeOf(scope), key: made.id }
      // A repeated answer tells of the system as it was made; what a sync brought since is newer.
      const known = await parts.store.keys.get(target).catch(() => null)
      if (known) return known
      await recordChange(parts, target, {
        ...{ by: 'you', kinds: ['system-created'], key: made },
        write: store => store.keys.put(scopeOf(scope), made),
      })
      return { ...scopeOf(scope), ...made }
    })
