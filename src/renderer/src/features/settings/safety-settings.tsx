import { Button } from '@mantine/core'
import {
  clipboardChoices,
  idleChoices,
  visibleChoices,
} from '../../../../shared/domain/preference-choices.ts'
import type { Preferences } from '../../../../shared/domain/preferences.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useUi } from '../../state/ui.ts'
import { Choice } from '../../ui/choice.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { spanText } from '../../ui/time.ts'
import { lockNow } from '../lock-now.ts'
import classes from './settings-page.module.css'

/** For how long a secret may be where others can see it. */
export const SafetySettings = () => {
  const { clipboardSeconds, visibleSeconds, idleMinutes } = useUi(state => state.safety)
  const prefer = useAction(async (change: Partial<Preferences>) => {
    useUi.setState({ safety: await api.app.prefer(change) })
  })
  return (
    <section aria-labelledby="safety">
      <h2 id="safety">Lock and secrets</h2>
      <div className={classes.choices}>
        <Choice
          label="Lock when idle for"
          value={String(idleMinutes)}
          options={idleChoices.map(minutes => ({
            value: String(minutes),
            label: minutes === null ? 'Never, only with the computer' : spanText(minutes * 60),
          }))}
          onChoose={chosen => {
            const found = idleChoices.find(minutes => String(minutes) === chosen)
            if (found !== undefined) void prefer.run({ idleMinutes: found })
          }}
        />
        <Seconds
          label="Hide a shown key after"
          value={visibleSeconds}
          choices={visibleChoices}
          onChoose={chosen => void prefer.run({ visibleSeconds: chosen })}
        />
        <Seconds
          label="Clear a copied key from the clipboard after"
          value={clipboardSeconds}
          choices={clipboardChoices}
          onChoose={chosen => void prefer.run({ clipboardSeconds: chosen })}
        />
      </div>
      <ErrorAlert error={prefer.error} />
      <p>
        Claviger also locks when the computer is locked or sleeps. It has no password of its own:
        whoever unlocks this computer can unlock Claviger.
      </p>
      <Button className={classes.lock} variant="default" onClick={lockNow}>
        Lock now
      </Button>
    </section>
  )
}

type SecondsProps<Value extends number> = {
  readonly label: string
  readonly value: Value
  readonly choices: readonly Value[]
  readonly onChoose: (seconds: Value) => void
}

const Seconds = <Value extends number>({
  label,
  value,
  choices,
  onChoose,
}: SecondsProps<Value>) => (
  <Choice
    label={label}
    value={String(value)}
    options={choices.map(seconds => ({ value: String(seconds), label: spanText(seconds) }))}
    onChoose={chosen => {
      const found = choices.find(seconds => String(seconds) === chosen)
      if (found !== undefined) onChoose(found)
    }}
  />
)
