import { TextInput } from '@mantine/core'
import classes from './typed-name.module.css'

type TypedNameProps = {
  readonly name: string
  readonly typed: string
  readonly onType: (typed: string) => void
}

/** Why what asks for the name must wait, or null. */
export const untyped = (asks: boolean, name: string, typed: string): string | null =>
  asks && typed !== name ? 'Type the name of the key first.' : null

/** What cannot be undone in Production asks for the exact name of the key. */
export const TypedName = ({ name, typed, onType }: TypedNameProps) => (
  <div className={classes.typed}>
    <TextInput
      label="Name of the key"
      description={
        <>
          What is done in Production cannot be undone here. To go on, type{' '}
          <code className={classes.name}>
            <bdi>{name}</bdi>
          </code>
        </>
      }
      autoComplete="off"
      spellCheck={false}
      value={typed}
      onChange={event => onType(event.currentTarget.value)}
    />
  </div>
)
