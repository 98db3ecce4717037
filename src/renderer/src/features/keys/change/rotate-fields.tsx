import { Checkbox, TextInput } from '@mantine/core'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { Choice } from '../../../ui/choice.tsx'
import { PlainText } from '../../../ui/plain-text.tsx'
import { type Overlap, overlapOptions, stepTexts } from './overlap.ts'
import classes from './rotate-key-dialog.module.css'

type HandOffAheadProps = {
  readonly profile: Profile | null
  readonly told: boolean
  readonly onTell: (told: boolean) => void
}

/** The four steps before the first is done; that one is ticked here. */
export const HandOffAhead = ({ profile, told, onTell }: HandOffAheadProps) => {
  const [tell = '', ...others] = stepTexts(profile)
  return (
    <div>
      <p className={classes.heading}>Recommended hand-off</p>
      <ol className={classes.steps}>
        <li>
          <Checkbox
            label={<PlainText text={tell} />}
            checked={told}
            onChange={event => onTell(event.currentTarget.checked)}
          />
        </li>
        {others.map(step => (
          <li key={step}>
            <PlainText text={step} />
          </li>
        ))}
      </ol>
    </div>
  )
}

type OverlapFieldProps = {
  readonly overlap: Overlap
  readonly rotation: Profile['rotation']
  readonly wrong: string | null
  readonly disabled: boolean
  readonly onChange: (overlap: Overlap) => void
}

/** For how long the previous secret stays valid, where the service leaves a choice. */
export const OverlapField = ({
  overlap,
  rotation,
  wrong,
  disabled,
  onChange,
}: OverlapFieldProps) => {
  const options = overlapOptions(rotation)
  if (options.length < 2) return null
  return (
    <>
      <Choice
        label="Previous secret stays valid"
        {...{ value: overlap.choice, options, disabled }}
        onChoose={choice => onChange({ ...overlap, choice })}
      />
      {overlap.choice === 'chosen' && (
        <TextInput
          {...{ label: 'Hours', inputMode: 'decimal', autoComplete: 'off', value: overlap.hours }}
          {...{ disabled, error: wrong }}
          onChange={event => onChange({ ...overlap, hours: event.currentTarget.value })}
        />
      )}
    </>
  )
}
