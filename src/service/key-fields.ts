import { z } from 'zod'
import type { Profile } from './profiles/profile.ts'

type TextProblem = {
  readonly code: 'empty' | 'too-long' | 'control-character' | 'direction-override' | 'not-unicode'
  readonly detail: string
}

const control = /[\p{Cc}\p{Zl}\p{Zp}]/u
const controlButLines = /[^\P{Cc}\n\r\t]/u
// Embeddings, overrides and isolates reorder what follows: a name could be made to read as another.
const directionOverride = /[\u202a-\u202e\u2066-\u2069]/u

const invisible = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u

type Rule = { readonly label: string; readonly longest: number; readonly lines: boolean }

const problemOf = (text: string, { label, longest, lines }: Rule): TextProblem | null => {
  if (!text.isWellFormed())
    return { code: 'not-unicode', detail: `The ${label} is not well-formed Unicode.` }
  if ([...text].length > longest)
    return { code: 'too-long', detail: `The ${label} is longer than ${longest} characters.` }
  if ((lines ? controlButLines : control).test(text))
    return { code: 'control-character', detail: `The ${label} contains a control character.` }
  if (directionOverride.test(text))
    return { code: 'direction-override', detail: `The ${label} contains a direction override.` }
  return null
}

const text = (rule: Rule) =>
  z
    .string()
    .trim()
    .superRefine((value, context) => {
      const found = problemOf(value, rule)
      if (found) context.addIssue({ code: 'custom', message: found.detail, params: found })
    })

const uniqueness = (uniqueNames: Profile['uniqueNames']): string =>
  uniqueNames.length === 0
    ? 'Need not be unique.'
    : `Of each ${uniqueNames.join(' and ')} unique in its environment, whatever its case or width.`

const nameOf = ({ limits, uniqueNames }: Profile) =>
  text({ label: 'name', longest: limits.nameLength, lines: false })
    .superRefine((value, context) => {
      const params: TextProblem = { code: 'empty', detail: 'The name is empty.' }
      if (invisible.test(value))
        context.addIssue({ code: 'custom', message: params.detail, params })
    })
    .meta({
      minLength: 1,
      maxLength: limits.nameLength,
      description:
        'Trimmed. Length in code points. At least one visible character; no control characters, no direction overrides. ' +
        uniqueness(uniqueNames),
    })

const descriptionOf = ({ limits }: Profile) =>
  text({ label: 'description', longest: limits.descriptionLength, lines: true })
    .nullable()
    .optional()
    .meta({
      maxLength: limits.descriptionLength,
      description: 'Trimmed; null or empty for none.',
    })

const expiryOf = ({ expiry: { longestSeconds } }: Profile) =>
  z.iso
    .datetime()
    .nullable()
    .optional()
    .meta({
      description:
        'RFC 3339, UTC. In the future; null for never.' +
        (longestSeconds === null ? '' : ` At most ${longestSeconds} s from now.`),
    })

/** Body of a create. */
export const createBody = (profile: Profile) =>
  z
    .strictObject({
      name: nameOf(profile),
      description: descriptionOf(profile),
      expiresAt: expiryOf(profile),
    })
    .meta({
      examples: [
        { name: 'checkout-service', description: 'Used by the checkout of the web shop' },
        { name: 'checkout-service', expiresAt: '2027-03-01T00:00:00.000Z' },
      ],
    })

/** Body of a create of a system, which has no key and so no expiry yet. */
export const systemBody = (profile: Profile) =>
  z
    .strictObject({ name: nameOf(profile), description: descriptionOf(profile) })
    .meta({ examples: [{ name: 'checkout-service' }] })

/** Body of an edit: what is left out stays; null clears a description or an expiry. */
export const editBody = (profile: Profile) =>
  z
    .strictObject({
      name: nameOf(profile).optional(),
      description: descriptionOf(profile),
      expiresAt: expiryOf(profile),
      status: z.enum(['active', 'suspended']).optional(),
    })
    .superRefine((value, context) => {
      const asked = Object.values(value).some(member => member !== undefined)
      const params = { code: 'empty', detail: 'The body names nothing to change.' }
      if (!asked) context.addIssue({ code: 'custom', message: params.detail, params })
    })
    .meta({
      examples: [{ name: 'checkout-service-eu', status: 'suspended' }, { description: null }],
    })

/** Body of a rotation. */
export const rotateBody = ({ rotation: { overlapSeconds, longestOverlapSeconds } }: Profile) =>
  z
    .strictObject({
      overlapSeconds: z
        .int()
        .min(0)
        .meta({
          description:
            `For how long the secret before stays valid: ${overlapSeconds.join(', ')}` +
            (longestOverlapSeconds === null ? '.' : ` or any up to ${longestOverlapSeconds}.`),
        }),
    })
    .meta({ examples: [{ overlapSeconds: 0 }] })

/** Equal for names that people take for the same: trimmed, NFKC, and case-folded by way of capitals, for “ß” and “SS”. */
export const foldName = (name: string): string =>
  name.trim().normalize('NFKC').toUpperCase().toLowerCase()

/** Milliseconds since 1970 UTC of an expiry in a body; null for never. */
export const toInstant = (time: string | null): number | null =>
  time === null ? null : Date.parse(time)
