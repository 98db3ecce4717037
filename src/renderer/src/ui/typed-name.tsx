import { TextInput } from '@mantine/core'
import type { KeyKind } from '../../../shared/domain/key.ts'
import classes from './typed-name.module.css'

type TypedNameProps = {
  readonly kind: KeyKind
  readonly name: string
  readonly typed: string
  readonly onType: (typed: string) => void
}

/** Why what asks for the name must wait, or null. */
export const untyped = (asks: boolean, name: string, typed: string): string | null =>
  asks && typed !== name ? 'Type the name first.' : null

/** What cannot be undone in Production asks for the exact name of the key or system. */
export const TypedName = ({ kind, name, typed, onType }: TypedNameProps) => (
  <div className={classes.typed}>
    <TextInput
      label={`Name of the ${kind}`}
      description={
        <>
          This is Production. To confirm, type{' '}
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
