import { TextInput } from '@mantine/core'
import type { KeyKind } from '../../../shared/domain/key.ts'
import { isCut, isTyped, longestTyped, nameToType } from './name-to-type.ts'
import classes from './typed-name.module.css'

type TypedNameProps = {
  readonly kind: KeyKind
  readonly name: string
  readonly typed: string
  readonly onType: (typed: string) => void
}

/** Why what asks for the name must wait, or null. */
export const untyped = (asks: boolean, name: string, typed: string): string | null =>
  asks && !isTyped(name, typed) ? 'Type the name first.' : null

/** What cannot be undone in Production asks for the name of the key or system, with nothing in it hidden. */
export const TypedName = ({ kind, name, typed, onType }: TypedNameProps) => (
  <div className={classes.typed}>
    <TextInput
      label={`Name of the ${kind}`}
      description={
        <>
          This is Production. {howToType(name)}{' '}
          <code className={classes.name}>
            <bdi>{nameToType(name)}</bdi>
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

const howToType = (name: string): string => {
  if (name === '') return 'It has no name. To confirm, type'
  if (isCut(name)) return `To confirm, type the first ${longestTyped} characters of its name:`
  return nameToType(name) === name
    ? 'To confirm, type'
    : 'Its name has characters that are not seen or look like others. To confirm, type it as it stands here:'
}
