import { TextInput } from '@mantine/core'
import type { ErrorInfo } from '../../../../../shared/error.ts'
import { Choice } from '../../../ui/choice.tsx'
import {
  chooseExpiry,
  type Expiry,
  expiryNote,
  expiryOptions,
  expiryProblem,
  expiryText,
  localText,
  typeExpiry,
} from './expiry.ts'

type ExpiryFieldProps = {
  readonly expiry: Expiry
  /** Of the service, in seconds; null for no limit. */
  readonly longest: number | null
  readonly error: string | null
  readonly disabled: boolean
  readonly onChange: (expiry: Expiry) => void
}

/** Until when the key is valid. */
export const ExpiryField = ({ expiry, longest, error, disabled, onChange }: ExpiryFieldProps) => {
  const dated = expiry.choice === 'date'
  const note = expiryNote(expiry)
  return (
    <>
      <Choice
        label="Expiry"
        {...(note ? { description: note } : {})}
        value={expiry.choice}
        options={expiryOptions(longest)}
        disabled={disabled}
        error={dated ? null : error}
        onChoose={choice => onChange(chooseExpiry(choice, expiry, Date.now()))}
      />
      {dated && (
        <TextInput
          type="datetime-local"
          label="Date and time"
          description="In this computer’s time zone."
          min={localText(Date.now())}
          value={expiry.text}
          disabled={disabled}
          error={error}
          onChange={event => onChange(typeExpiry(event.currentTarget.value))}
        />
      )}
    </>
  )
}

/** What is wrong with an expiry: what the service said of it, or what can be seen without asking. */
export const expiryError = (
  expiry: Expiry,
  longest: number | null,
  refused: ErrorInfo | null,
): string | null => {
  if (refused?.code === 'expiry-refused')
    return expiryText(refused.cause, refused.longestSeconds ?? longest)
  const problem = expiryProblem(expiry, Date.now(), longest)
  return problem && expiryText(problem, longest)
}
