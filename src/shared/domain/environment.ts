import { z } from '../zod.ts'

export const environments = ['preview', 'production'] as const
export const Environment = z.enum(environments)
/** Where a key is valid. Fixed when the key is created; a key never crosses. */
export type Environment = z.infer<typeof Environment>
