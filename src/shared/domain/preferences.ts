import { z } from '../zod.ts'
import { Environment } from './environment.ts'
import { ConnectionId } from './key.ts'
import {
  clipboardChoices,
  defaultSafety,
  idleChoices,
  visibleChoices,
} from './preference-choices.ts'

/** Losing these harms nobody. */
export const Preferences = z.object({
  theme: z.enum(['auto', 'light', 'dark']),
  connection: ConnectionId.nullable(),
  environment: Environment,
  /** Of the window when it was last closed, in device-independent pixels; its place is the system's to choose. */
  size: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
  clipboardSeconds: z.literal(clipboardChoices),
  visibleSeconds: z.literal(visibleChoices),
  idleMinutes: z.literal(idleChoices),
})
export type Preferences = Readonly<z.infer<typeof Preferences>>

export const defaultPreferences: Preferences = {
  theme: 'auto',
  connection: null,
  environment: 'preview',
  size: { width: 1360, height: 860 },
  ...defaultSafety,
}
