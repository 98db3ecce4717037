import { randomUUID } from 'node:crypto'
import type { Activity } from '../../shared/domain/activity.ts'
import type { Intent, IntentId, Reveal, RevealId } from '../../shared/domain/intent.ts'
import type { KeyId } from '../../shared/domain/key.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Secret } from '../base/secret.ts'
import { createTurns } from '../base/turns.ts'
import type { Copies } from './clipboard-copies.ts'
import { isWhole } from './key-checksum.ts'
import type { Emit, Store } from './ports.ts'
import type { Visible } from './visible.ts'

export type RevealsParts = {
  readonly store: Store
  readonly copies: Copies
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly visible: Visible
  readonly isLocked: () => boolean
}

type Held = { readonly reveal: Reveal; readonly secret: Secret }
type NewKey = Pick<Reveal, 'key' | 'name' | 'mask'>
type ById = { readonly id: RevealId }

/** New secrets, held here and nowhere else until their owner says that they are stored. */
export const createReveals = (parts: RevealsParts) => {
  const held = new Map<RevealId, Held>()
  const { copies, visible } = parts
  const journal = createJournal(parts)
  const known = new Set<IntentId>()

  const find = (id: RevealId): Held => held.get(id) ?? notHeld()
  /** Nothing when it was acknowledged meanwhile. */
  const update = (id: RevealId, change: Partial<Reveal>): void => {
    const found = held.get(id)
    if (found) held.set(id, { ...found, reveal: { ...found.reveal, ...change } })
    parts.emit('reveals-changed', null)
  }
  const pendingFor = (intent: IntentId): Reveal | null =>
    [...held.values()].find(({ reveal }) => reveal.intent === intent)?.reveal ?? null

  return {
    pending: (): Reveal[] => [...held.values()].map(({ reveal }) => reveal),
    pendingFor,
    /** Whether this run holds the secret of the intent, or held it until it was acknowledged. */
    knows: (intent: IntentId): boolean => known.has(intent),

    /** Takes a new secret in. The same intent answers the reveal it already has. */
    hold: (intent: Intent, key: NewKey, secret: Secret): Reveal => {
      const pending = pendingFor(intent.id)
      if (pending) return pending
      const reveal = revealOf(intent, key)
      held.set(reveal.id, { reveal, secret })
      known.add(intent.id)
      parts.emit('reveals-changed', null)
      return reveal
    },

    /** What the key before has become is known. */
    readBefore: ({ id }: ById): void => update(id, { beforeRead: true }),

    copy: async ({ id }: ById) => {
      const { secret, reveal: known } = await requireWhole(parts, find(id))
      // Before it is on the clipboard: after a crash in between, nobody may say that its secret was never seen.
      await journal(known, 'revealed')
      const done = await copies.make(secret)
      update(id, { copied: true })
      await note(parts, known, 'copied')
      return done
    },

    /** Once: the page that asked is the only one that ever gets it. */
    show: async ({ id }: ById) => {
      await requireWhole(parts, find(id))
      // Whoever asked gets no answer, and nobody shall say that it was shown.
      if (parts.isLocked()) throw new AppError({ code: 'locked' })
      // Anew, and from here to `shown` without a pause: of two who ask at once, one gets it.
      const found = find(id)
      if (found.reveal.shown) throw new AppError({ code: 'not-found', what: 'reveal' })
      visible.add(id)
      update(id, { shown: true })
      await journal(found.reveal, 'revealed')
      await note(parts, found.reveal, 'revealed')
      return { secret: found.secret.expose() }
    },

    acknowledge: async ({ id }: ById): Promise<null> => {
      const found = find(id)
      held.delete(id)
      await visible.drop({ id })
      parts.emit('reveals-changed', null)
      await journal(found.reveal, 'stored')
      await note(parts, found.reveal, 'stored')
      return null
    },
  }
}

const notHeld = (): never => {
  throw new AppError({ code: 'not-found', what: 'reveal' })
}

const revealOf = (intent: Intent, key: NewKey): Reveal => {
  const { connection, environment, kind } = intent
  return {
    ...{ connection, environment, kind, ...key, before: replacedBy(intent, key.key) },
    ...{ id: randomUUID(), intent: intent.id, shown: false, copied: false, beforeRead: false },
  }
}

export type Reveals = ReturnType<typeof createReveals>

/** A secret whose service says nothing of its form, or has not been heard, is taken as it is. */
const requireWhole = async ({ store }: RevealsParts, held: Held): Promise<Held> => {
  const profile = await store.profiles.get(held.reveal).catch(() => null)
  if (isWhole(held.secret, profile?.keyChecksum ?? null)) return held
  throw new AppError({ code: 'secret-damaged' })
}

/** The key that a rotation left beside `key`; null where the service gave the same key another secret. */
export const replacedBy = ({ kind, target }: Intent, key: KeyId): KeyId | null =>
  kind === 'rotate' && target !== key ? target : null

/** What has become of the secret, for the next start: what is stored stays so, whatever is written late. */
const createJournal = (parts: RevealsParts) => {
  const inTurn = createTurns()
  return ({ intent }: Reveal, state: Intent['state']): Promise<void> =>
    inTurn(() =>
      orLog(parts, state, async ({ store }) => {
        const known = await store.intents.get(intent)
        if (known && known.state !== 'stored') await store.intents.put({ ...known, state })
      }),
    )
}

const note = (parts: RevealsParts, reveal: Reveal, kind: Activity['kind']): Promise<void> =>
  orLog(parts, kind, async ({ store, clock, emit }) => {
    const { connection, environment, key, name, mask } = reveal
    const line = { connection, environment, key, keyName: name, mask }
    await store.activity.append([{ at: clock.now(), by: 'you', kind, ...line }])
    emit('activity-changed', null)
  })

/** The secret is safe with its owner whatever the disk says, so a failed write is logged and not shown. */
const orLog = async (
  parts: RevealsParts,
  what: string,
  write: (parts: RevealsParts) => Promise<void>,
): Promise<void> => {
  try {
    await write(parts)
  } catch (cause) {
    parts.log('reveal-not-recorded', { kind: what, code: infoOf(cause)?.code ?? 'bug' })
  }
}
