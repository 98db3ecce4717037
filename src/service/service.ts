import type { App, Parts } from './app.ts'
import { openCursors } from './cursor.ts'
import { openDataFolder } from './data-folder.ts'
import { type Database, openDatabase } from './database.ts'
import { settleProfile } from './folder-profile.ts'
import { createReplays } from './idempotency.ts'
import type { Profile } from './profiles/profile.ts'
import { createRateLimit } from './rate-limit.ts'
import { openReads } from './reads.ts'
import { forgetOld } from './retention.ts'
import { buildServer } from './server.ts'
import { type Identity, openIdentity } from './tls.ts'
import { createUsage } from './usage.ts'
import { version } from './version.ts'

export type ServiceOptions = {
  /** Null for the one that the folder has. */
  readonly profile: Profile | null
  readonly dataFolder: string
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Requests a minute for every admin token. */
  readonly rateLimit: number
  readonly now: () => number
  readonly failed: (cause: unknown) => void
}

export type Service = {
  readonly url: string
  readonly identity: Identity
  readonly profile: Profile
  readonly database: Database
  /** Ends open requests within five seconds, writes what was counted, and closes the database. */
  readonly stop: () => Promise<void>
}

const housekeepingMs = 3_600_000
const stopWithinMs = 5000

const urlOf = (host: string, port: number): string => {
  // The certificate is for the loopback names, and an address of all interfaces is no address to call.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `https://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Forgets what is old, now and every hour; answers how to end that. */
const keepHouse = async ({ database, now, failed }: Parts): Promise<() => void> => {
  const run = () => forgetOld(database, now()).catch(failed)
  await run()
  const timer = setInterval(run, housekeepingMs).unref()
  return () => clearInterval(timer)
}

/** What the routes of a service with these options work with. */
export const partsOf = async (
  options: Pick<ServiceOptions, 'rateLimit' | 'now' | 'failed'>,
  profile: Profile,
  { database, reads }: Pick<Parts, 'database' | 'reads'>,
): Promise<Parts> => {
  const { now, failed } = options
  return {
    profile,
    version,
    database,
    reads,
    now,
    failed,
    cursors: await openCursors(database),
    replays: createReplays(database, now),
    usage: createUsage(database, failed),
    rateLimit: createRateLimit(options.rateLimit, now),
  }
}

/** Lets open requests end, within a bound. */
const closeServer = async (app: App): Promise<void> => {
  const late = setTimeout(() => app.server.closeAllConnections(), stopWithinMs)
  const gone = new Promise<void>(resolve => setTimeout(resolve, stopWithinMs + 500).unref())
  // A connection that never finished its TLS handshake is not among those that can be closed.
  await Promise.race([app.close(), gone])
  clearTimeout(late)
}

const serve = async (options: ServiceOptions, parts: Parts, identity: Identity) => {
  const app = await buildServer(parts, identity)
  await app.listen({ host: options.host, port: options.port })
  const endHouse = await keepHouse(parts)
  const address = app.server.address()
  const port = address instanceof Object ? address.port : options.port
  const stop = async (): Promise<void> => {
    endHouse()
    await closeServer(app)
    try {
      await parts.usage.close()
    } finally {
      // First: whoever closes last writes what is left of the log into the file.
      parts.reads.close()
      await parts.database.destroy()
    }
  }
  const { profile, database } = parts
  return { url: urlOf(options.host, port), identity, profile, database, stop }
}

/** Opens the data folder and listens. Rejects, with nothing left open, when either cannot be done. */
export const startService = async (options: ServiceOptions): Promise<Service> => {
  const folder = await openDataFolder(options.dataFolder)
  const database = await openDatabase(folder.databaseFile)
  const reads = openReads(folder.databaseFile, database)
  try {
    // Under the database's lock: of two services that start on an empty folder, one makes the certificate of both.
    const identity = await database.transaction().execute(() => openIdentity(folder.tlsFolder))
    const profile = await database
      .transaction()
      .execute(change => settleProfile(change, options.profile))
    return await serve(options, await partsOf(options, profile, { database, reads }), identity)
  } catch (cause) {
    reads.close()
    await database.destroy()
    throw cause
  }
}
