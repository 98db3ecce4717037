import { descriptionProblem, nameLength, nameProblem } from '../../../../shared/domain/name.ts'
import type { FieldProblem } from '../../../../shared/error.ts'

export type KeyWords = { readonly name: string; readonly description: string }
export type KeyWordsErrors = { readonly [field in keyof KeyWords]: FieldProblem | null }

/** What keeps a name and a description from being sent; the service decides in the end. */
export const judgeKeyWords = (
  { name, description }: KeyWords,
  longest: number = nameLength,
): KeyWordsErrors => ({
  name: nameProblem(name, longest),
  description: descriptionProblem(description),
})

// Long, without a space, with letters and digits mixed as no word has them.
const random = /^(?=.*\d)(?=.*[a-z])[\w\-+/=.]{24,}$/i
const knownBeginning = /^(sk|pk|rk|ghp|gho|glpat|xox[abpr]|AKIA|AIza|eyJ)[-_\w]{12,}/

/** Whether `text` looks like a key that was pasted by mistake: names are not secret. */
export const looksLikeSecret = (text: string, keyPrefix: string | null): boolean => {
  const trimmed = text.trim()
  if (keyPrefix && trimmed.startsWith(keyPrefix) && trimmed.length > keyPrefix.length + 8)
    return true
  return knownBeginning.test(trimmed) || random.test(trimmed)
}
