export type NameProblem = 'empty' | 'too-long' | 'control-character' | 'direction-override'

/** Longest name a key or connection may have unless its service says otherwise, in code points. */
export const nameLength = 255
/** Longest description, in code points. */
export const descriptionLength = 1000

const control = /[\p{Cc}\p{Zl}\p{Zp}]/u
const invisible = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u
// Embeddings, overrides and isolates reorder what follows them: a name could be made to read as another.
const directionOverride = /[\u202a-\u202e\u2066-\u2069]/u

/** What keeps `name` from being used, or null. Right-to-left letters, emoji and markup are fine. */
export const nameProblem = (name: string, longest: number = nameLength): NameProblem | null => {
  const trimmed = name.trim()
  // Control characters and overrides show nothing either, but have words of their own: they are looked for first.
  if (trimmed === '') return 'empty'
  const problem = isLonger(trimmed, longest) ? 'too-long' : textProblem(trimmed)
  return problem ?? (invisible.test(trimmed) ? 'empty' : null)
}

/** What keeps `description` from being used, or null. It may have several lines, and may be empty. */
export const descriptionProblem = (description: string): NameProblem | null => {
  const trimmed = description.trim()
  if (isLonger(trimmed, descriptionLength)) return 'too-long'
  return textProblem(trimmed.replaceAll(/[\r\n\t]/g, ' '))
}

/** A code point has at most two units: what is cut off cannot change the answer. */
const isLonger = (text: string, codePoints: number): boolean =>
  [...text.slice(0, codePoints * 2 + 1)].length > codePoints

/** What keeps `text` from being stored as one line, whatever its length, or null. */
const textProblem = (
  text: string,
): Extract<NameProblem, 'control-character' | 'direction-override'> | null => {
  if (control.test(text)) return 'control-character'
  return directionOverride.test(text) ? 'direction-override' : null
}

/** Equal for names that people would take for the same: trimmed, NFKC, and case-folded by way of capitals, for “ß” and “SS”. */
export const foldName = (name: string): string =>
  name.trim().normalize('NFKC').toUpperCase().toLowerCase()
