import { ErrorInfo } from '../error.ts'
import { z } from '../zod.ts'
import { Instant, Scope } from './key.ts'

/** How the cached list of a scope stands to the service's. */
export const SyncState = Scope.extend({
  /** `stopped`: a person ended the read before it was whole, and nothing is read until one asks for it. */
  phase: z.enum(['idle', 'syncing', 'live', 'failed', 'stopped']),
  /** When the list was last known to be what the service has; null when it never was. */
  asOf: Instant.nullable(),
  /** False while only a part of the service's keys is here. */
  complete: z.boolean(),
  /** Keys in the cache, and in the service when it said. */
  count: z.number().int().nonnegative(),
  total: z.number().int().nonnegative().nullable(),
  /** The service's clock minus this computer's, in ms, to within some seconds; 0 where it does not tell its time. */
  clockOffset: z.number().int(),
  error: ErrorInfo.nullable(),
  /** Until when it is not read again by itself because the service asked for that; null unless it did. */
  waitsUntil: Instant.nullable(),
})
export type SyncState = Readonly<z.infer<typeof SyncState>>
