import { z } from '../zod.ts'
import type { Environment } from './environment.ts'
import { ConnectionId, Instant } from './key.ts'

/** Where a credential is: in the OS keychain, in memory until Claviger quits, or not given. */
export const Keeping = z.enum(['keychain', 'memory', 'none'])
export type Keeping = z.infer<typeof Keeping>

export const ConnectorId = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)
export type ConnectorId = z.infer<typeof ConnectorId>

/** `ca` is PEM text of the authority (or of the service's own certificate), `pin` the SHA-256 of the leaf. */
export const Trust = z.object({
  ca: z.string().max(65_536).nullable(),
  /** Upper-case hexadecimal SHA-256 of the service's certificate, colon-separated. */
  pin: z
    .string()
    .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    .nullable(),
})
export type Trust = Readonly<z.infer<typeof Trust>>

/** One key service that Claviger manages. Its credentials are not part of it. */
export const Connection = z.object({
  id: ConnectionId,
  name: z.string(),
  connector: ConnectorId,
  /** Scheme, host and port: `https://keys.example.com`. */
  origin: z.string(),
  trust: Trust,
  /** Started and stopped by Claviger on this computer. */
  builtIn: z.boolean(),
  createdAt: Instant,
  credentials: z.object({ preview: Keeping, production: Keeping }),
})
export type Connection = Readonly<z.infer<typeof Connection>>

/** A credential on its way in: from the form to the keychain, never back. */
export const Credential = z.string().trim().min(1).max(8192)

/** The form of a new connection, as it was typed; `services/connections/service-url.ts` judges the URL. */
export const ConnectionDraft = z.object({
  name: z.string().max(1000),
  connector: ConnectorId,
  url: z.string().max(4096),
  trust: Trust,
  credentials: z.object({ preview: Credential.nullable(), production: Credential.nullable() }),
  keep: Keeping.exclude(['none']),
})
export type ConnectionDraft = Readonly<z.infer<typeof ConnectionDraft>>

export const Certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: Instant,
  validTo: Instant,
  fingerprint: z.string(),
  pem: z.string(),
})
/** What a service shows before anything is trusted or sent. */
export type Certificate = Readonly<z.infer<typeof Certificate>>

/** Name under which the keychain holds the credential of one scope (service name `claviger`). */
export const keychainAccount = (connection: ConnectionId, environment: Environment): string =>
  `${connection}/${environment}`
