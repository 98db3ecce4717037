import type { AuditEntry } from '../../shared/domain/audit.ts'
import type { ConnectorId, Trust } from '../../shared/domain/connection.ts'
import type { Environment } from '../../shared/domain/environment.ts'
import type { IntentId } from '../../shared/domain/intent.ts'
import type { KeyDraft, KeyEdit, KeyId, KeyRecord } from '../../shared/domain/key.ts'
import type { Profile } from '../../shared/domain/profile.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import type { Secret } from '../base/secret.ts'

/** `path` begins with `/` and is resolved against the connection's one origin. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | null>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
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
  readonly send: (request: HttpRequest) => Promise<HttpReply>
}

/** `next` is null on the last page. */
export type KeyPage = {
  readonly keys: readonly KeyRecord[]
  readonly next: string | null
  /** How many the service says there are, when it says. */
  readonly total: number | null
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

/** What can be done with a service. An optional member that is present is the capability. */
export type Operations = {
  readonly describe: (http: Http) => Promise<Profile>
  readonly list: (http: Http, cursor: string | null) => Promise<KeyPage>
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
  readonly audit?: (http: Http, cursor: string | null) => Promise<AuditPage>
}

export type Connector = {
  readonly id: ConnectorId
  /** For how long a request for a secret, repeated with the same intent, gives the same one and no other; null: never. */
  readonly replayMs: number | null
  readonly operations: Operations
}

/** Where a connection's requests go and what they carry. */
export type Endpoint = {
  readonly origin: string
  readonly trust: Trust
  readonly environment: Environment
}
