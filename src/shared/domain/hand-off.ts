import { z } from '../zod.ts'
import { Instant, KeyTarget } from './key.ts'

/** The recommended way of a new secret to whoever uses it; a service's profile has its own words for the steps. */
export const handOffSteps = ['tell', 'rotate', 'deliver', 'confirm'] as const
export const HandOffStep = z.enum(handOffSteps)
export type HandOffStep = z.infer<typeof HandOffStep>

/** A rotation whose new secret is on its way to its owner. Kept with the key until every step was said to be done. */
export const HandOff = KeyTarget.extend({ at: Instant, done: z.array(HandOffStep) })
export type HandOff = Readonly<z.infer<typeof HandOff>>
