import { z } from '../zod.ts'
import { Environment } from './environment.ts'
import { Instant, KeyId } from './key.ts'

/** One line of the service's own log. `action` is an effect's name, or another word of the service. */
export const AuditEntry = z.object({
  id: z.string(),
  at: Instant,
  /** Name of the credential, or null for a call with the key itself. */
  by: z.string().nullable(),
  action: z.string(),
  /** How it came in, in the service's word: "API" for a call with a key. */
  origin: z.string().nullable(),
  environment: Environment.nullable(),
  key: KeyId.nullable(),
  keyName: z.string().nullable(),
})
export type AuditEntry = Readonly<z.infer<typeof AuditEntry>>
