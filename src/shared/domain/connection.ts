import { z } from '../zod.ts'
import { ConnectorId, SettingId } from './connector.ts'
import type { Environment } from './environment.ts'
import { ConnectionId, Instant } from './key.ts'
import { isCertificatePin, isPublicKeyPin } from './pin.ts'

/** Where a credential is: in the OS keychain, in memory until Claviger quits, or not given. */
export const Keeping = z.enum(['keychain', 'memory', 'none'])
export type Keeping = z.infer<typeof Keeping>

/**
 * `ca` is PEM text of the authority (or of the service's own certificate); `pin` is what the
 * service must show beside that: the SHA-256 of its certificate, or of the public key in it (`pin.ts`).
 */
export const Trust = z.object({
  ca: z.string().max(65_536).nullable(),
  pin: z
    .string()
    .refine(pin => isCertificatePin(pin) || isPublicKeyPin(pin))
    .nullable(),
})
export type Trust = Readonly<z.infer<typeof Trust>>

/** The values of a connector's settings by their ids, trimmed; what is blank is left out. */
export const Settings = z.record(SettingId, z.string().max(1000))
export type Settings = Readonly<z.infer<typeof Settings>>

/** Where one environment's keys are. */
export const Place = z.object({
  /** Scheme, host, port, and the path under which the service is, with no slash at the end: `https://keys.example.com`. */
  url: z.string(),
  trust: Trust,
  settings: Settings,
})
export type Place = Readonly<z.infer<typeof Place>>

/** One key service that Claviger manages. Its credentials are not part of it. */
export const Connection = z.object({
  id: ConnectionId,
  name: z.string(),
  connector: ConnectorId,
  places: z.object({ preview: Place, production: Place }),
  /** Started and stopped by Claviger on this computer. */
  builtIn: z.boolean(),
  createdAt: Instant,
  credentials: z.object({ preview: Keeping, production: Keeping }),
})
export type Connection = Readonly<z.infer<typeof Connection>>

/** A credential on its way in: from the form to the keychain, never back. */
export const Credential = z.string().trim().min(1).max(8192)

/** A place as it was typed; `services/connections/draft.ts` judges it. */
export const PlaceDraft = Place.extend({ url: z.string().max(4096) })
export type PlaceDraft = Readonly<z.infer<typeof PlaceDraft>>

/** The form of a new connection, as it was typed. Where the connector has one address for both, both places have it. */
export const ConnectionDraft = z.object({
  name: z.string().max(1000),
  connector: ConnectorId,
  places: z.object({ preview: PlaceDraft, production: PlaceDraft }),
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
