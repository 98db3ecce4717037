import { z } from '../zod.ts'
import { Environment } from './environment.ts'
import { ConnectionId } from './key.ts'

/** For how long a copied secret may stay on the clipboard. */
export const clipboardChoices = [30, 60, 120] as const
/** For how long a shown secret may stay on the screen. */
export const visibleChoices = [15, 60, 300] as const
/** After how many minutes in which nobody does anything Claviger locks itself; null: only with the computer. */
export const idleChoices = [5, 15, 60, null] as const

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
  clipboardSeconds: 60,
  visibleSeconds: 60,
  idleMinutes: 15,
}
