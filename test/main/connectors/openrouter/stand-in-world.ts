import { createHash, randomBytes } from 'node:crypto'
import type { Answer } from '../stand-in-server.ts'

/** What the stand-in does otherwise than documented. */
export type Faults = {
  /** The workspace in which new keys land whatever was asked; null: the one that was asked. */
  readonly landsIn: string | null
  /** `s`: times are told in seconds although they are documented as ISO 8601. */
  readonly unit: 'iso' | 's'
  /** What a key hears that is presented is the state at the last `settle`. */
  readonly lags: boolean
  /** The key itself stands for its hash, as in old samples of the documentation. */
  readonly hashIsKey: boolean
  /** A list that gives its first hundred keys wherever one wants to go on. */
  readonly ignoresOffset: boolean
  /** Keys are shown without their workspace. */
  readonly hidesWorkspace: boolean
  /** Answers in the place of the real ones, one for the next request of each kind: `GET /keys`. */
  readonly once: Readonly<Record<string, Answer>>
}

export const noFaults: Faults = {
  ...{ landsIn: null, unit: 'iso', lags: false, hashIsKey: false },
  ...{ ignoresOffset: false, hidesWorkspace: false, once: {} },
}

export type Key = {
  readonly secret: string
  readonly hash: string
  /** The account whose keys these are, and the member who made it. */
  readonly account: string
  readonly workspace: string
  readonly management: boolean
  readonly name: string
  readonly disabled: boolean
  readonly expiresAt: string | null
  readonly createdAt: string
  readonly updatedAt: string | null
  readonly deleted: boolean
}
export type KeyDraft = Pick<Key, 'account' | 'workspace'> &
  Partial<Pick<Key, 'management' | 'name' | 'disabled' | 'expiresAt' | 'secret'>>

export type Workspace = { readonly id: string; readonly slug: string; readonly account: string }

export const createWorld = (now: () => number) => {
  const keys = new Map<string, Key>()
  let edge = new Map<string, Key>()
  const world = {
    faults: noFaults,
    now,
    all: (): readonly Key[] => [...keys.values()].filter(key => !key.deleted),
    /** Whose key this is that was presented; null for one that is refused. */
    accepted: (secret: string): Key | null => {
      const key = edge.get(secret)
      const isOver = typeof key?.expiresAt === 'string' && Date.parse(key.expiresAt) <= now()
      return !key || key.deleted || key.disabled || isOver ? null : key
    },
    settle: (): void => {
      edge = new Map(keys)
    },
    put: (key: Key): void => {
      keys.set(key.secret, key)
      if (!world.faults.lags || !edge.has(key.secret)) edge.set(key.secret, key)
    },
    make: ({ workspace, ...draft }: KeyDraft): Key => {
      const secret = draft.secret ?? `sk-or-v1-${randomBytes(32).toString('hex')}`
      const key: Key = {
        ...{ management: false, name: 'key', disabled: false, expiresAt: null, ...draft },
        ...{ secret, hash: createHash('sha256').update(secret).digest('hex') },
        ...{ workspace: world.faults.landsIn ?? workspace, deleted: false },
        ...{ createdAt: new Date(now()).toISOString(), updatedAt: null },
      }
      world.put(key)
      return key
    },
  }
  return world
}
export type World = ReturnType<typeof createWorld>
