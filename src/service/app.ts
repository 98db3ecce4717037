import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'node:https'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Cursors } from './cursor.ts'
import type { Database } from './database.ts'
import type { Replays } from './idempotency.ts'
import type { Profile } from './profiles/profile.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Reads } from './reads.ts'
import type { Usage } from './usage.ts'

export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** What the routes work with. `now` is in milliseconds since 1970-01-01 UTC. */
export type Parts = {
  readonly profile: Profile
  readonly version: string
  readonly database: Database
  readonly reads: Reads
  readonly cursors: Cursors
  readonly replays: Replays
  readonly usage: Usage
  readonly rateLimit: RateLimit
  readonly now: () => number
  /** Hears of faults of the service: what the client is not told. */
  readonly failed: (cause: unknown) => void
}
