import type { KeyRow, KeysQuery, KeysWindow } from '../../shared/contract/keys.ts'
import type { KeyEdit, KeyId, KeyKind, KeyTarget, Scope } from '../../shared/domain/key.ts'
import { foldName } from '../../shared/domain/name.ts'
import type { ProofEffect } from '../../shared/domain/proof.ts'
import { applyChange, type Change, type ChangeParts, deleteKey } from './change-key.ts'
import { type CheckParts, checkKey } from './check-key.ts'
import { createSystem } from './create-system.ts'
import { activitiesOf } from './edit-activities.ts'
import type { Proofs } from './proofs.ts'

export type KeysParts = ChangeParts &
  CheckParts & { readonly proofs: Pick<Proofs, 'during' | 'forget'> }

/** `withKey`: the key is on the clipboard, and may be presented to find out whether it is dead. */
type End = Change & { readonly withKey?: boolean }

type SameName = Scope & {
  readonly name: string
  readonly kind: KeyKind
  readonly except: KeyId | null
}

/** Looking at keys and changing them. Getting a secret is `issue-secret.ts`, because it must not be lost. */
export const createKeys = (parts: KeysParts) => ({
  window: async (query: KeysWindow) => {
    const { rows, ...numbers } = await parts.store.keys.window(query)
    return { rows: [...rows], ...numbers }
  },
  counts: (query: KeysQuery) => parts.store.keys.counts(query),
  owners: async (query: Parameters<KeysParts['store']['keys']['owners']>[0]) => [
    ...(await parts.store.keys.owners(query)),
  ],
  gone: async (query: Parameters<KeysParts['store']['keys']['gone']>[0]) => {
    const { rows, total } = await parts.store.keys.gone(query)
    return { rows: [...rows], total }
  },
  get: (target: KeyTarget) => parts.store.keys.get(target),
  sameName: ({ name, kind, except, ...scope }: SameName) =>
    parts.store.keys.sameName(scope, foldName(name), kind, except),

  createSystem: createSystem(parts),
  ...createEditing(parts),
  ...createEnding(parts),
  check: checkKey(parts),
})

/** What leaves the key as it was, or makes it accepted again. */
const createEditing = (parts: KeysParts) => ({
  /** That it suspends a key is proved as `suspend` proves it. */
  edit: async ({ edit, withKey, ...change }: End & { readonly edit: KeyEdit }): Promise<KeyRow> => {
    const send = () =>
      applyChange(parts, change, {
        ...{ operation: 'edit', effect: 'rename' },
        run: (run, http, key) => run(http, key, edit),
        activities: activitiesOf(edit),
      })
    if (edit.state === 'suspended') return proved(parts, 'suspend', { ...change, withKey }, send)
    const row = await send()
    if (edit.state === 'active') parts.proofs.forget(change)
    return row
  },
  resume: async (change: Change): Promise<KeyRow> => {
    const row = await applyChange(parts, change, {
      ...{ operation: 'resume', effect: 'resume' },
      run: (run, http, key) => run(http, key),
      activities: () => ['resumed'],
    })
    parts.proofs.forget(change)
    return row
  },
})

/** What ends a key: that it is dead is found out afterwards. */
const createEnding = (parts: KeysParts) => ({
  suspend: (end: End): Promise<KeyRow> =>
    proved(parts, 'suspend', end, change =>
      applyChange(parts, change, {
        ...{ operation: 'suspend', effect: 'suspend' },
        run: (run, http, key) => run(http, key),
        activities: () => ['suspended'],
      }),
    ),
  /** What there was of it to hand over, nobody can use any longer. */
  revoke: async (end: End): Promise<KeyRow> => {
    const row = await proved(parts, 'revoke', end, change =>
      applyChange(parts, change, {
        ...{ operation: 'revoke', effect: 'revoke' },
        run: (run, http, key) => run(http, key),
        activities: () => ['revoked'],
      }),
    )
    await parts.endHandOff(end)
    return row
  },
  delete: async (end: End) => {
    const send = (change: Change) => deleteKey(parts, change)
    const gone = await proved(parts, 'delete', end, send, ({ alreadyGone }) => !alreadyGone)
    await parts.endHandOff(end)
    return gone
  },
})

const proved = <T>(
  { proofs }: KeysParts,
  effect: ProofEffect,
  { withKey = false, ...change }: Change & { readonly withKey?: boolean | undefined },
  send: (change: Change) => Promise<T>,
  isOurs?: (answer: T) => boolean,
): Promise<T> => proofs.during({ ...change, effect, withKey }, () => send(change), isOurs)
