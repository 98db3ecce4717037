import { HandOff, HandOffStep } from '../domain/hand-off.ts'
import { KeyTarget } from '../domain/key.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

export const handOffs = {
  /** Rotations whose new secret is not yet said to be in use. */
  open: query(nothing, z.array(HandOff)),
  /** Says that a step is done, or not; the last one closes it. */
  mark: command(KeyTarget.extend({ step: HandOffStep, done: z.boolean() }), nothing),
}
