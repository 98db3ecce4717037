import {
  Certificate,
  Connection,
  ConnectionDraft,
  Credential,
  PlaceDraft,
} from '../domain/connection.ts'
import { ConnectorId, ConnectorInfo } from '../domain/connector.ts'
import { ConnectionId, Scope } from '../domain/key.ts'
import { Profile } from '../domain/profile.ts'
import { ErrorInfo } from '../error.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

/** What trying one environment's credential found: who the service says we are, or what is wrong. */
const Trial = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), profile: Profile }),
  z.object({ ok: z.literal(false), error: ErrorInfo }),
])
export type Trial = Readonly<z.infer<typeof Trial>>

export const connections = {
  list: query(nothing, z.array(Connection)),
  /** Every kind of key service that can be connected to. */
  connectors: query(nothing, z.array(ConnectorInfo)),
  /** Opens the page on which the connector's credential is made, in the browser. */
  openCredentialPage: command(z.object({ connector: ConnectorId }), nothing),
  /** Reads the certificate that a service shows; sends nothing to it. */
  certificate: query(PlaceDraft.pick({ url: true }), Certificate),
  /** Asks the service for its profile with each credential that was given; keeps nothing. */
  test: query(
    ConnectionDraft,
    z.object({ preview: Trial.nullable(), production: Trial.nullable() }),
  ),
  add: command(ConnectionDraft, Connection),
  startBuiltIn: command(ConnectionDraft.pick({ keep: true }), Connection),
  /**
   * Where an environment's place changes, its cached list is forgotten, and at another address its credential too: they
   * are the first service's.
   */
  edit: command(
    ConnectionDraft.pick({ name: true, places: true }).extend({ id: ConnectionId }),
    Connection,
  ),
  /** Replaces the credential of one environment after trying it. */
  authenticate: command(
    Scope.extend({ credential: Credential, keep: ConnectionDraft.shape.keep }),
    Connection,
  ),
  /** Forgets connection, cached metadata and credentials. Nothing changes at the service. */
  remove: command(z.object({ id: ConnectionId }), nothing),
  /** The last profile the service gave, also offline; null when it never did. */
  profile: query(Scope, Profile.nullable()),
}
