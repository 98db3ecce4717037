import { Checkbox } from '@mantine/core'
import { PlainText } from '../../../ui/plain-text.tsx'
import classes from './checks.module.css'

type ChecksProps = {
  readonly legend: string
  readonly checks: readonly string[]
  readonly ticked: readonly string[]
  readonly onTick: (ticked: readonly string[]) => void
}

/** What a person makes sure of before: each is ticked by hand. */
export const Checks = ({ legend, checks, ticked, onTick }: ChecksProps) => (
  <fieldset className={classes.checks}>
    <legend className={classes.legend}>{legend}</legend>
    {checks.map(check => (
      <Checkbox
        key={check}
        label={<PlainText text={check} />}
        checked={ticked.includes(check)}
        onChange={({ currentTarget }) =>
          onTick(currentTarget.checked ? [...ticked, check] : ticked.filter(one => one !== check))
        }
      />
    ))}
  </fieldset>
)

/** The same where they are only advice. */
export const CheckList = ({ checks }: { readonly checks: readonly string[] }) => (
  <ul className={classes.list}>
    {checks.map(check => (
      <li key={check}>
        <PlainText text={check} />
      </li>
    ))}
  </ul>
)

/** Why what asks for checks must wait, or null. */
export const unticked = (checks: readonly string[], ticked: readonly string[]): string | null =>
  checks.every(check => ticked.includes(check)) ? null : 'Tick what you have made sure of first.'
