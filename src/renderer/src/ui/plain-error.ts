import type { ErrorInfo } from '../../../shared/error.ts'
import { shortText } from './visible-text.ts'

// A host may be longer, and nobody reads it then.
const longest = 120

const plainValue = (value: unknown): unknown => {
  if (typeof value === 'string') return shortText(value, longest)
  return Array.isArray(value) ? value.map(plainValue) : value
}

/** The error with its texts short and nothing hidden in them: hosts, codes and settings are somebody else's words too. */
export const plainError = (error: ErrorInfo): ErrorInfo =>
  // Every member keeps its name and its type, and the words of this program are shorter.
  Object.fromEntries(
    Object.entries(error).map(([name, value]) => [name, plainValue(value)]),
  ) as ErrorInfo
