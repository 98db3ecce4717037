import { assertNever } from '../../../../../shared/app-error.ts'
import { exactTime, spanText } from '../../../ui/time.ts'

const day = 86_400
const spans = { '30-days': 30 * day, '90-days': 90 * day, '1-year': 365 * day } as const

export type ExpiryChoice = 'never' | keyof typeof spans | 'date'
export type ExpiryProblem = 'malformed' | 'past' | 'too-soon' | 'too-far'

/**
 * What is chosen in the form. `at` is in ms since 1970 UTC and stays what it was when it was chosen: the same wish may
 * be sent twice. Null is never, and NaN a date that is not complete.
 */
export type Expiry = {
  readonly choice: ExpiryChoice
  readonly at: number | null
  readonly text: string
}

export const noExpiry: Expiry = { choice: 'never', at: null, text: '' }

/** An expiry that a key has already, as a chosen date. */
export const expiryAt = (at: number | null): Expiry =>
  at === null ? noExpiry : { choice: 'date', at, text: localText(at) }

export const chooseExpiry = (choice: ExpiryChoice, before: Expiry, now: number): Expiry => {
  switch (choice) {
    case 'never':
      return { ...before, choice, at: null }
    case 'date':
      return typeExpiry(before.text)
    default:
      return { ...before, choice, at: now + spans[choice] * 1000 }
  }
}

/** `text` is as a `datetime-local` field has it, in the computer's own time zone. */
export const typeExpiry = (text: string): Expiry => ({
  choice: 'date',
  at: text === '' ? Number.NaN : new Date(text).getTime(),
  text,
})

/** "2026-12-01T09:30": the form that a `datetime-local` field takes, to the minute. */
export const localText = (at: number): string => {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What keeps an expiry from being sent, or null. `longest` is in seconds; the service's clock decides in the end. */
export const expiryProblem = (
  { at }: Expiry,
  now: number,
  longest: number | null,
): ExpiryProblem | null => {
  if (at === null) return null
  if (Number.isNaN(at)) return 'malformed'
  if (at <= now) return 'past'
  return longest !== null && at > now + longest * 1000 ? 'too-far' : null
}

export const expiryText = (problem: ExpiryProblem, longest: number | null): string => {
  switch (problem) {
    case 'malformed':
      return 'Enter a date and a time.'
    case 'past':
      return 'This time is past. Choose one that is still to come.'
    case 'too-soon':
      return 'The service does not take a time this near. Choose a later one.'
    case 'too-far':
      return longest === null
        ? 'The service does not take a time this far away. Choose an earlier one.'
        : `The service allows at most ${spanText(longest)}. Choose an earlier time.`
    default:
      return assertNever(problem)
  }
}

const options = [
  { value: 'never', label: 'Never', seconds: 0 },
  { value: '30-days', label: '30 days', seconds: spans['30-days'] },
  { value: '90-days', label: '90 days', seconds: spans['90-days'] },
  { value: '1-year', label: '1 year', seconds: spans['1-year'] },
  { value: 'date', label: 'Chosen date', seconds: 0 },
] as const satisfies readonly { readonly value: ExpiryChoice; readonly [other: string]: unknown }[]

/** Only what the service allows is offered; a date always is, and is judged when it is there. */
export const expiryOptions = (longest: number | null) =>
  options.filter(({ seconds }) => longest === null || seconds <= longest)

/** What the choice means, to the minute; null where it says so itself. */
export const expiryNote = ({ choice, at }: Expiry): string | null =>
  choice === 'never' || choice === 'date' || at === null
    ? null
    : `The key expires on ${exactTime(at)}.`
