import type { AuditEntry } from '../../shared/domain/audit.ts'
import type { Place, Settings } from '../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../shared/domain/connector.ts'
import type { Environment } from '../../shared/domain/environment.ts'
import type { IntentId } from '../../shared/domain/intent.ts'
import type { KeyDraft, KeyEdit, KeyId, KeyRecord } from '../../shared/domain/key.ts'
import type { Profile } from '../../shared/domain/profile.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import type { ErrorInfo } from '../../shared/error.ts'
import type { Secret } from '../base/secret.ts'

/** `path` begins with `/` and goes on from the place's URL. It is in no error and no log: a service may want secrets there. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  /** Null leaves the member out; of a list each is sent, under the same name. */
  readonly query?: Readonly<Record<string, string | number | null | readonly string[]>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** It changes nothing although it is no GET, so that it may be sent twice. */
  readonly isRead?: boolean
}

export type HttpReply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, null for an empty body. Its shape is the connector's to check. */
  readonly body: unknown
}

/**
 * HTTP already authorized, bound to one origin and one environment. Answers 2xx only; everything else is an
 * `AppError`. The connector never sees the credential and cannot reach another host.
 */
export type Http = {
  readonly environment: Environment
  readonly settings: Settings
  readonly send: (request: HttpRequest) => Promise<HttpReply>
  /**
   * Presents `key` in the place of the credential, as an integration would. A refusal is an answer here: only what says
   * nothing of the key (a redirect, 429, 5xx, no JSON) is an `AppError`.
   */
  readonly present: (key: Secret, request: HttpRequest) => Promise<HttpReply>
}

/** `next` is null on the last page. */
export type KeyPage = {
  readonly keys: readonly KeyRecord[]
  readonly next: string | null
  /** How many the service says there are, when it says. */
  readonly total: number | null
  /** The service may have more than it shows, whatever total it tells. */
  readonly truncated: boolean
  /** Where the change feed stood when this page was made; null without a feed. */
  readonly changes: string | null
}

export type KeyChange =
  | { readonly kind: 'upsert'; readonly key: KeyRecord }
  | { readonly kind: 'delete'; readonly id: KeyId; readonly at: number }

/** `expired` when the service no longer keeps the cursor: read the whole list again. */
export type ChangePage =
  | {
      readonly kind: 'changes'
      readonly changes: readonly KeyChange[]
      readonly next: string
      readonly more: boolean
    }
  | { readonly kind: 'expired' }

export type AuditPage = { readonly entries: readonly AuditEntry[]; readonly next: string | null }

export type SystemDraft = Omit<KeyDraft, 'expiresAt'>
export type CreatedKey = { readonly key: KeyRecord; readonly secret: Secret }

/** `version` is the validator the user was shown; the service refuses a newer one with `changed-elsewhere`. */
export type Versioned = { readonly id: KeyId; readonly version: string | null }

/** Asks whether a key is still accepted. `unknown` when the answer says nothing of it. */
export type Probe = () => Promise<Verdict>

/** What can be done with a service. An optional member that is present is the capability. */
export type Operations = {
  readonly describe: (http: Http) => Promise<Profile>
  readonly list: (http: Http, cursor: string | null) => Promise<KeyPage>
  /**
   * Cursors of parts of the list that can be read at once, whose last pages have no next. Together they bring every key
   * that is no newer than they are. Null where this version of the service has none.
   */
  readonly shards?: (http: Http) => Promise<readonly string[] | null>
  readonly changes?: (http: Http, after: string) => Promise<ChangePage>
  readonly get: (http: Http, id: KeyId) => Promise<KeyRecord>
  readonly create?: (http: Http, draft: KeyDraft, intent: IntentId) => Promise<CreatedKey>
  readonly createSystem?: (http: Http, draft: SystemDraft, intent: IntentId) => Promise<KeyRecord>
  /** Gives a system without a key its key. */
  readonly generate?: (http: Http, key: Versioned, intent: IntentId) => Promise<CreatedKey>
  /** The secret before stays valid for `overlapSeconds`. */
  readonly rotate?: (
    http: Http,
    key: Versioned,
    overlapSeconds: number,
    intent: IntentId,
  ) => Promise<CreatedKey>
  /** All of the edit or nothing. */
  readonly edit?: (http: Http, key: Versioned, edit: KeyEdit) => Promise<KeyRecord>
  readonly suspend?: (http: Http, key: Versioned) => Promise<KeyRecord>
  readonly resume?: (http: Http, key: Versioned) => Promise<KeyRecord>
  readonly revoke?: (http: Http, key: Versioned) => Promise<KeyRecord>
  /** `alreadyGone` when the service no longer had it. */
  readonly delete?: (http: Http, key: Versioned) => Promise<{ readonly alreadyGone: boolean }>
  /** What the service says to `key` when it is presented in this environment; `id` where it says whose it is. */
  readonly check?: (
    http: Http,
    key: Secret,
  ) => Promise<{ readonly verdict: Verdict; readonly id: KeyId | null }>
  /**
   * Made before a key is suspended, revoked or deleted; asks afterwards without anybody having given the key. Null when
   * that cannot be done for this one.
   */
  readonly probe?: (http: Http, id: KeyId) => Promise<Probe | null>
  /** The key itself, where the service shows it at any time. */
  readonly reveal?: (http: Http, id: KeyId) => Promise<Secret>
  readonly audit?: (http: Http, cursor: string | null) => Promise<AuditPage>
}

/** An answer that is no success: `body` is its JSON, null when it has none. */
export type Refusal = HttpReply & {
  readonly request: HttpRequest
  readonly environment: Environment
}

export type Connector = {
  readonly info: ConnectorInfo
  /** The header in which the credential travels, and what stands before it there: `Bearer ` or nothing. */
  readonly authorization: { readonly header: string; readonly scheme: string }
  /** For how long a request for a secret, repeated with the same intent, gives the same one and no other; null: never. */
  readonly replayMs: number | null
  /** How long to wait after a read before the next, in ms. */
  readonly pollMs: number
  /** A list, or feed, of more pages is not read on, since it may have no end; 2,000 unless told. */
  readonly mostPages?: number
  /** What the service's own error code means; null for what the status means. Its texts are cleaned by who asks. */
  readonly meaningOf: (refusal: Refusal) => ErrorInfo | null
  readonly operations: Operations
}

/** How long somebody stands by for the answers. */
export type Calling = {
  /** Aborted, it takes back what is under way, and nothing more is sent. */
  readonly signal?: AbortSignal
  /** Who asks again by itself before long: what fails is not repeated meanwhile. */
  readonly once?: boolean
}

/** Where the requests of one environment go and how they are authorized. */
export type Endpoint = Place & {
  readonly environment: Environment
  readonly connector: Pick<Connector, 'authorization' | 'meaningOf'>
}
