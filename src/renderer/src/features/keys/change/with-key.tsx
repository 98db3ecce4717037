import { Checkbox } from '@mantine/core'
import type { Profile } from '../../../../../shared/domain/profile.ts'

type WithKeyProps = {
  readonly profile: Profile | null
  readonly checked: boolean
  readonly disabled: boolean
  readonly onTick: (checked: boolean) => void
}

/** Where a service says whether a key is dead only to whoever presents it: the person may have it at hand. */
export const WithKey = ({ profile, checked, disabled, onTick }: WithKeyProps) =>
  profile?.proof === 'key' && (
    <Checkbox
      label="Confirm with the key on the clipboard"
      description="Copy the key first. Claviger presents it to the service until it is refused, and then forgets it. One that is not refused is forgotten 15 minutes after the last answer."
      {...{ checked, disabled }}
      onChange={({ currentTarget }) => onTick(currentTarget.checked)}
    />
  )
