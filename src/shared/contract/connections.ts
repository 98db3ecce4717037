import {
  Certificate,
  Connection,
  ConnectionDraft,
  Credential,
  Keeping,
  Trust,
} from '../domain/connection.ts'
import { ConnectionId, Scope } from '../domain/key.ts'
import { Profile } from '../domain/profile.ts'
import { ErrorInfo } from '../error.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

const keep = Keeping.exclude(['none'])
/** What trying one environment's credential found: who the service says we are, or what is wrong. */
const Trial = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), profile: Profile }),
  z.object({ ok: z.literal(false), error: ErrorInfo }),
])
export type Trial = Readonly<z.infer<typeof Trial>>

export const connections = {
  list: query(nothing, z.array(Connection)),
  /** Reads the certificate that a service shows; sends nothing to it. */
  certificate: query(z.object({ url: z.string().max(4096) }), Certificate),
  /** Asks the service for its profile with each credential that was given; keeps nothing. */
  test: query(
    ConnectionDraft,
    z.object({ preview: Trial.nullable(), production: Trial.nullable() }),
  ),
  add: command(ConnectionDraft, Connection),
  startBuiltIn: command(z.object({ keep }), Connection),
  /** At another origin, credentials and cached lists are forgotten: they are the first service's. */
  edit: command(
    z.object({
      id: ConnectionId,
      name: z.string().max(1000),
      url: z.string().max(4096),
      trust: Trust,
    }),
    Connection,
  ),
  /** Replaces the credential of one environment after trying it. */
  authenticate: command(Scope.extend({ credential: Credential, keep }), Connection),
  /** Forgets connection, cached metadata and credentials. Nothing changes at the service. */
  remove: command(z.object({ id: ConnectionId }), nothing),
  /** The last profile the service gave, also offline; null when it never did. */
  profile: query(Scope, Profile.nullable()),
}
