import type { Events } from '../../shared/contract/index.ts'
import type {
  GoneKey,
  KeyCounts,
  KeyRow,
  KeysQuery,
  KeysWindow,
} from '../../shared/contract/keys.ts'
import type { Activity } from '../../shared/domain/activity.ts'
import type { Certificate, Connection } from '../../shared/domain/connection.ts'
import type { Environment } from '../../shared/domain/environment.ts'
import type { HandOff } from '../../shared/domain/hand-off.ts'
import type { Intent, IntentId } from '../../shared/domain/intent.ts'
import type {
  ConnectionId,
  KeyId,
  KeyKind,
  KeyRecord,
  KeyTarget,
  Scope,
} from '../../shared/domain/key.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { Preferences } from '../../shared/domain/preferences.ts'
import type { Profile } from '../../shared/domain/profile.ts'
import type { Secret } from '../base/secret.ts'
import type { KeyChange } from '../connectors/connector.ts'

export type { KeyChange }

/**
 * The OS keychain. Throws `AppError` `keychain` with its cause when it says nothing for 3 s. `get` answers null only
 * when the keychain works and holds nothing; that never means that local state may be deleted.
 */
export type Vault = {
  readonly get: (account: string) => Promise<Secret | null>
  readonly set: (account: string, value: Secret) => Promise<void>
  readonly delete: (account: string) => Promise<void>
}

/** A connection as it is on disk; whether a credential was saved is remembered, the credential is not. */
export type StoredConnection = Omit<Connection, 'credentials'> & {
  readonly saved: Readonly<Record<Environment, boolean>>
}

/** What is known of a scope's cached list. Times in ms since 1970 UTC. */
export type CacheState = {
  readonly asOf: number | null
  readonly complete: boolean
  /** Where the change feed goes on, as the service gave it. */
  readonly cursor: string | null
  readonly count: number
  readonly total: number | null
  /** The service's clock minus this computer's, in ms. */
  readonly clockOffset: number
}

/** What a read finds of it. */
export type ReadState = Omit<CacheState, 'count' | 'clockOffset'>

/** How far a whole read has come, so that it goes on after the application was ended. */
export type ReadProgress = {
  /** Of the pages that are still to be asked for. */
  readonly cursors: readonly string[]
  /** Where the change feed stood when the first page was made. */
  readonly changes: string | null
  /** Keys that the service said it has when the read began. */
  readonly total: number | null
  /** When the read began, in ms since 1970 UTC. */
  readonly asOf: number
  /** Keys that it has brought, each counted once: the sum of `fresh`. */
  readonly read: number
}

export type NewActivity = Omit<Activity, 'id' | 'connectionName'>

/**
 * Everything that must survive a crash. Every write is one durable transaction: after it resolved, a kill or a
 * power cut keeps it. Throws `AppError` `store` (`newer`, `read-only`, `full`, `failed`).
 */
export type Store = {
  readonly notices: readonly Notice[]
  readonly readOnly: boolean
  readonly connections: {
    readonly list: () => Promise<readonly StoredConnection[]>
    /** Where an environment's place is another than before, its cached list is forgotten with it. */
    readonly put: (connection: StoredConnection) => Promise<void>
    /** Deletes the connection with its cache, intents that are finished, and profiles; its activity stays. */
    readonly delete: (id: ConnectionId) => Promise<void>
  }
  readonly profiles: {
    readonly get: (scope: Scope) => Promise<Profile | null>
    /** The profile's `serverTime` tells how far the service's clock is from this computer's. */
    readonly put: (scope: Scope, profile: Profile) => Promise<void>
  }
  readonly keys: {
    readonly window: (query: KeysWindow) => Promise<{
      readonly rows: readonly KeyRow[]
      readonly total: number
      /** Whether `total` is all that match. */
      readonly counted: boolean
      readonly unfiltered: number
    }>
    /** Counts in the background. Null when another list was asked for meanwhile. */
    readonly counts: (query: KeysQuery) => Promise<KeyCounts | null>
    /** At most 50, by name. */
    readonly owners: (
      query: Pick<KeysQuery, 'scope' | 'kind'> & { readonly part: string },
    ) => Promise<readonly { readonly owner: string; readonly count: number }[]>
    /** What reads of the list no longer found, newest first. */
    readonly gone: (
      query: Pick<KeysWindow, 'scope' | 'kind' | 'search' | 'offset' | 'limit'>,
    ) => Promise<{ readonly rows: readonly GoneKey[]; readonly total: number }>
    readonly get: (target: KeyTarget) => Promise<KeyRow | null>
    /** Count of keys of this kind, other than `except`, whose name folds (`foldName`) to `folded`. */
    readonly sameName: (
      scope: Scope,
      folded: string,
      kind: KeyKind,
      except: KeyId | null,
    ) => Promise<number>
    /** The cached keys, of either kind, whose name folds to `folded`. */
    readonly namesakes: (scope: Scope, folded: string) => Promise<readonly KeyRecord[]>
    /** When the next key of the scope expires, by this computer's clock; null when none will. */
    readonly nextExpiry: (scope: Scope) => Promise<number | null>
    readonly put: (scope: Scope, key: KeyRecord) => Promise<void>
    /** `elsewhere`: somebody else deleted it there, and it is remembered as gone. */
    readonly delete: (target: KeyTarget, elsewhere?: boolean) => Promise<void>
    readonly state: (scope: Scope) => Promise<CacheState>
    /** Another number whenever a key has come, gone or become another since, in any scope. */
    readonly revision: () => Promise<number>
    /** Whether a key of `scope` is in the cached list of the connection's other environment too. */
    readonly inBoth: (scope: Scope) => Promise<boolean>
    /**
     * Starts a full read; what is cached stays readable until `finish`. Answers the sync's number. Of the read before,
     * the progress is forgotten.
     */
    readonly begin: (scope: Scope) => Promise<number>
    /** The full read that began last, while it has not ended and keeps its progress: it can be gone on with. */
    readonly progress: (
      scope: Scope,
    ) => Promise<{ readonly sync: number; readonly progress: ReadProgress } | null>
    /**
     * Adds a page to sync number `sync`, with the progress that the read has made by it (null: it keeps none). Rows are
     * visible at once. Answers what it meant for the cached list, unless there was none before, and how many of the
     * rows this read had not brought before, whatever was put meanwhile; null when the read is over.
     */
    readonly page: (
      scope: Scope,
      sync: number,
      rows: readonly KeyRecord[],
      progress?: Omit<ReadProgress, 'read'> | null,
    ) => Promise<{
      readonly fresh: number | null
      readonly appeared: readonly KeyRecord[]
      readonly changed: readonly KeyRecord[]
    }>
    /** Ends a full read that was proven complete: rows it did not bring are gone, and are answered. */
    readonly finish: (
      scope: Scope,
      sync: number,
      state: ReadState,
    ) => Promise<{ readonly vanished: readonly KeyRecord[] }>
    /** Of what full read number `sync` did not bring, the `limit` that were longest not brought. */
    readonly unseen: (scope: Scope, sync: number, limit: number) => Promise<readonly KeyRecord[]>
    /** Applies one page of the change feed; answers what it meant for the cached list. */
    readonly apply: (
      scope: Scope,
      changes: readonly KeyChange[],
      state: ReadState,
    ) => Promise<{
      readonly appeared: readonly KeyRecord[]
      readonly changed: readonly KeyRecord[]
      readonly vanished: readonly KeyRecord[]
    }>
  }
  readonly intents: {
    readonly put: (intent: Intent) => Promise<void>
    /** Writes it only while what is stored is in `state`; else answers false. */
    readonly replace: (intent: Intent, state: Intent['state']) => Promise<boolean>
    readonly get: (id: string) => Promise<Intent | null>
    /**
     * Keys and masks that intents were given at `service`, those too that are finished. `target` is the key that was
     * given another secret; null where it was made with it.
     */
    readonly issued: (
      service: string,
      environment: Environment,
    ) => Promise<
      readonly {
        readonly intent: IntentId
        readonly key: KeyId
        readonly target: KeyId | null
        readonly mask: string | null
      }[]
    >
    /** Neither `stored` nor `abandoned`, oldest first. */
    readonly open: () => Promise<readonly Intent[]>
  }
  readonly handOffs: {
    readonly put: (handOff: HandOff) => Promise<void>
    readonly get: (target: KeyTarget) => Promise<HandOff | null>
    readonly delete: (target: KeyTarget) => Promise<void>
    /** Oldest first. One whose key goes from the list goes with it. */
    readonly open: () => Promise<readonly HandOff[]>
  }
  readonly activity: {
    readonly append: (entries: readonly NewActivity[]) => Promise<void>
    /** Newest first, older than id `before`. */
    readonly list: (before: number | null, limit: number) => Promise<readonly Activity[]>
  }
  readonly close: () => Promise<void>
}

/**
 * Text is on the clipboard when `write` resolved. `clearIf` empties it, and the primary selection, each only while it
 * still holds `value`; it throws where that cannot be found out.
 */
export type Clipboard = {
  /** The text that is on it, or null. Throws `AppError` `no-key-on-clipboard` when it cannot be read. */
  readonly read: () => Promise<Secret | null>
  readonly write: (value: Secret) => Promise<void>
  readonly clearIf: (value: Secret) => Promise<void>
}

/** Remembers, over a crash, what Claviger has put on the clipboard: by salted hashes, never the text. */
export type CopyNote = {
  /** These and no others. */
  readonly keep: (secrets: readonly Secret[]) => Promise<void>
  /** Whether it was kept. */
  readonly holds: (secret: Secret) => Promise<boolean>
}

/** The window, as far as a secret on it is concerned. */
export type Screen = {
  /** Keeps the window out of screenshots and shared screens, where the system can. */
  readonly protect: (on: boolean) => void
  /** Ends the page with everything in its memory, and loads it anew. */
  readonly renew: () => void
  /** `run` is called whenever a page has taken the place of another one. */
  readonly onGone: (run: () => void) => void
}

/** Reads the certificate that a host shows, sending nothing to it. Throws `AppError` `unreachable`, `tls`, `timeout`. */
export type CertificateReader = (origin: string) => Promise<Certificate>

export type Announcement = {
  readonly url: string
  readonly fingerprint: string
  readonly certificate: string
  readonly tokens: readonly { readonly name: string; readonly token: Secret }[]
}

/** The key service that comes with Claviger, in its own process on loopback. */
export type BuiltInService = {
  /** Starts it unless it runs; `issue` makes new tokens of these names, one for each environment. */
  readonly start: (issue: Readonly<Record<Environment, string>> | null) => Promise<Announcement>
  readonly stop: () => Promise<void>
}

/** Members that are absent or undefined stay as they are. */
export type PreferencesChange = {
  readonly [Name in keyof Preferences]?: Preferences[Name] | undefined
}

export type PreferenceFile = {
  readonly read: () => Preferences
  readonly write: (change: PreferencesChange) => Preferences
}

/** A place for one file that a person chose in the system's own dialog. */
export type ChosenFile = {
  /** The last part of its path. */
  readonly name: string
  /**
   * Puts the text there (UTF-8), whole or not at all: what was there before is kept until the whole is on the disk.
   * Throws `AppError` `file`, or what `content` throws.
   */
  readonly write: (content: AsyncIterable<string>) => Promise<void>
}

/** Asks where a file shall be, suggesting `name`. Null when none was chosen. */
export type ChooseFile = (wish: {
  readonly name: string
  readonly kind: 'csv' | 'json' | 'txt'
}) => Promise<ChosenFile | null>

/** What Claviger runs on, for whoever is asked for help. Never a path, a name or a value of the environment. */
export type Machine = {
  /** Of Claviger. */
  readonly version: string
  readonly facts: () => readonly (readonly [name: string, value: string])[]
  /** The newest lines of the log, oldest first. */
  readonly logTail: () => Promise<readonly string[]>
}

/** Opens a page in the person's own browser. The addresses are the connectors', never a service's. */
export type OpenPage = (url: string) => Promise<void>

export type Emit = <Name extends keyof Events>(name: Name, data: Events[Name]) => void
