import type { KeyRow, KeysWindow } from '../../shared/contract/keys.ts'
import type { KeyEdit, KeyId, KeyKind, KeyTarget, Scope } from '../../shared/domain/key.ts'
import { foldName } from '../../shared/domain/name.ts'
import { applyChange, type Change, type ChangeParts, deleteKey } from './change-key.ts'
import { type CheckParts, checkKey } from './check-key.ts'
import { createSystem } from './create-system.ts'
import { activitiesOf } from './edit-activities.ts'

export type KeysParts = ChangeParts & CheckParts

type SameName = Scope & {
  readonly name: string
  readonly kind: KeyKind
  readonly except: KeyId | null
}

/** Looking at keys and changing them. Getting a secret is `issue-secret.ts`, because it must not be lost. */
export const createKeys = (parts: KeysParts) => ({
  window: async (query: KeysWindow) => {
    const { rows, total, unfiltered } = await parts.store.keys.window(query)
    return { rows: [...rows], total, unfiltered }
  },
  get: (target: KeyTarget) => parts.store.keys.get(target),
  sameName: ({ name, kind, except, ...scope }: SameName) =>
    parts.store.keys.sameName(scope, foldName(name), kind, except),

  createSystem: createSystem(parts),
  edit: ({ edit, ...change }: Change & { readonly edit: KeyEdit }): Promise<KeyRow> =>
    applyChange(parts, change, {
      ...{ operation: 'edit', effect: 'rename' },
      run: (run, http, key) => run(http, key, edit),
      activities: activitiesOf(edit),
    }),
  suspend: (change: Change): Promise<KeyRow> =>
    applyChange(parts, change, {
      ...{ operation: 'suspend', effect: 'suspend' },
      run: (run, http, key) => run(http, key),
      activities: () => ['suspended'],
    }),
  resume: (change: Change): Promise<KeyRow> =>
    applyChange(parts, change, {
      ...{ operation: 'resume', effect: 'resume' },
      run: (run, http, key) => run(http, key),
      activities: () => ['resumed'],
    }),
  /** What there was of it to hand over, nobody can use any longer. */
  revoke: async (change: Change): Promise<KeyRow> => {
    const row = await applyChange(parts, change, {
      ...{ operation: 'revoke', effect: 'revoke' },
      run: (run, http, key) => run(http, key),
      activities: () => ['revoked'],
    })
    await parts.endHandOff(change)
    return row
  },
  delete: async (change: Change) => {
    const gone = await deleteKey(parts, change)
    await parts.endHandOff(change)
    return gone
  },
  check: checkKey(parts),
})
