import { z } from '../zod.ts'
import { Environment } from './environment.ts'
import { ConnectionId, Instant, KeyId } from './key.ts'

export const activityKinds = [
  'connected',
  'edited',
  'authenticated',
  'disconnected',
  'created',
  'system-created',
  'generated',
  'rotated',
  'handed-over',
  'revealed',
  'copied',
  'stored',
  'renamed',
  'described',
  'suspended',
  'resumed',
  'revoked',
  'expiry-changed',
  'deleted',
  'confirmed-dead',
  'still-accepted',
  'not-confirmed',
  'appeared',
  'changed',
  'vanished',
  'vanished-expired',
] as const

/** One line of the log on this computer. `elsewhere` means that a sync noticed it. */
export const Activity = z.object({
  id: z.number().int(),
  at: Instant,
  by: z.enum(['you', 'elsewhere']),
  kind: z.enum(activityKinds),
  connection: ConnectionId,
  connectionName: z.string(),
  environment: Environment.nullable(),
  key: KeyId.nullable(),
  keyName: z.string().nullable(),
  mask: z.string().nullable(),
})
export type Activity = Readonly<z.infer<typeof Activity>>
