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

const nameOf = ({ limits }: Profile) =>
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
        'Trimmed. Length in code points. At least one visible character; no control characters, no direction overrides. Need not be unique.',
    })

const descriptionOf = ({ limits }: Profile) =>
  text({ label: 'description', longest: limits.descriptionLength, lines: true })
    .nullable()
    .optional()
    .meta({
      maxLength: limits.descriptionLength,
      description: 'Trimmed; null or empty for none.',
    })

/** Body of a create. */
export const createBody = (profile: Profile) =>
  z.strictObject({ name: nameOf(profile), description: descriptionOf(profile) }).meta({
    examples: [{ name: 'checkout-service', description: 'Used by the checkout of the web shop' }],
  })

/** Body of an edit: what is left out stays; a null description clears it. */
export const editBody = (profile: Profile) =>
  z.strictObject({ name: nameOf(profile).optional(), description: descriptionOf(profile) }).meta({
    examples: [{ name: 'checkout-service-eu' }, { description: null }],
  })
