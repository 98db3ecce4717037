import { descriptionProblem, nameLength, nameProblem } from '../../../../../shared/domain/name.ts'
import type { FieldProblem } from '../../../../../shared/error.ts'

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
