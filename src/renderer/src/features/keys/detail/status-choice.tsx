import type { KeyState } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { Choice } from '../../../ui/choice.tsx'
import { stateWord, wordsFor } from '../../../ui/key-words.ts'
import type { WhyNot } from '../../why-not.ts'

type StatusChoiceProps = {
  readonly state: KeyState
  /** What the service has now. */
  readonly origin: KeyState
  readonly profile: Profile | null
  readonly whyNot: WhyNot
  readonly disabled: boolean
  readonly onChoose: (state: KeyState) => void
}

/** Active or suspended, as a field of the form and in the service's words. */
export const StatusChoice = (props: StatusChoiceProps) => {
  const { state, origin, profile, whyNot, disabled, onChoose } = props
  const effect = origin === 'suspended' ? 'resume' : 'suspend'
  const refused = whyNot(effect, origin)
  const consequence = state === origin ? null : wordsFor(effect, profile).text
  const description = refused ?? consequence
  return (
    <Choice
      label="Status"
      {...(description ? { description } : {})}
      value={state}
      options={(['active', 'suspended'] as const).map(value => ({
        value,
        label: stateWord(value, profile),
      }))}
      disabled={disabled || refused !== null}
      onChoose={onChoose}
    />
  )
}
