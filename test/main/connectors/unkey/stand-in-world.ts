import { randomBytes } from 'node:crypto'
import type { Answer } from '../stand-in-server.ts'

/** What the stand-in does otherwise than documented. */
export type Faults = {
  /** The API in which new keys land whatever was asked; null: the one that was asked. */
  readonly landsIn: string | null
  /** `s`: times are told in seconds although they are documented in milliseconds. */
  readonly unit: 'ms' | 's'
  /** A rerolled key does not get the expiry of the key before. */
  readonly losesExpiry: boolean
  /** What is verified is the state at the last `settle`. */
  readonly lags: boolean
  /** A list that says that there is more, and not where. */
  readonly losesCursor: boolean
  /** Stands before the id that is the cursor. */
  readonly cursorPrefix: string
  /** Answers in the place of the real ones, one for the next call of each name. */
  readonly once: Readonly<Record<string, Answer>>
}

export const noFaults: Faults = {
  ...{ landsIn: null, unit: 'ms', losesExpiry: false, lags: false },
  ...{ losesCursor: false, cursorPrefix: '', once: {} },
}

export type Key = {
  readonly keyId: string
  readonly apiId: string
  readonly secret: string
  readonly name: string | null
  readonly enabled: boolean
  readonly expires: number | null
  readonly createdAt: number
  readonly updatedAt: number | null
  readonly deleted: boolean
}
export type KeyDraft = Pick<Key, 'apiId'> & Partial<Pick<Key, 'name' | 'enabled' | 'expires'>>

export type RootKey = {
  /** Such as `api.*.read_key` and `api.api_1.delete_key`. */
  readonly permissions: readonly string[]
  readonly over?: 'expired' | 'disabled'
}

const fresh = (): string => randomBytes(12).toString('hex')

/** The keys of one workspace, and what the regions at which they are verified know of them. */
export const createWorld = (now: () => number) => {
  const keys = new Map<string, Key>()
  let regions = new Map<string, Key>()
  const world = {
    faults: noFaults,
    now,
    all: (): readonly Key[] => [...keys.values()].filter(key => !key.deleted),
    live: (keyId: string): Key | null => world.all().find(key => key.keyId === keyId) ?? null,
    atRegions: (secret: string): Key | null => regions.get(secret) ?? null,
    settle: (): void => {
      regions = new Map([...keys.values()].map(key => [key.secret, key]))
    },
    put: (key: Key): void => {
      keys.set(key.keyId, key)
      if (!world.faults.lags || !regions.has(key.secret)) regions.set(key.secret, key)
    },
    make: ({ apiId, ...draft }: KeyDraft): Key => {
      const key: Key = {
        ...{ name: null, enabled: true, expires: null, ...draft },
        ...{
          keyId: `key_${`${keys.size}`.padStart(8, '0')}`,
          apiId: world.faults.landsIn ?? apiId,
          secret: fresh(),
        },
        ...{ createdAt: now(), updatedAt: null, deleted: false },
      }
      world.put(key)
      return key
    },
  }
  return world
}
export type World = ReturnType<typeof createWorld>
