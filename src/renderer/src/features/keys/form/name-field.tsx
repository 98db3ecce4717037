import { TextInput } from '@mantine/core'
import type { ReactNode, RefObject } from 'react'
import type { KeyId, KeyKind, Scope } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { environmentName } from '../../../ui/environment.ts'
import { PlainText } from '../../../ui/plain-text.tsx'
import { useSameName } from '../create/use-same-name.ts'
import { nameWords, sameNameText, warningText } from './form-words.ts'
import classes from './name-field.module.css'
import { useNameWarnings } from './use-name-warnings.ts'

type NameFieldProps = {
  readonly scope: Scope
  readonly kind: KeyKind
  readonly profile: Profile | null
  readonly name: string
  /** The one that is renamed: it does not stand in its own way. */
  readonly except?: KeyId
  readonly error: string | null
  readonly readOnly: boolean
  readonly inputRef?: RefObject<HTMLInputElement | null>
  readonly onType: (name: string) => void
}

/** The name of a key or system, and below it what is better not in a name that others can read. */
export const NameField = (props: NameFieldProps) => {
  const { scope, kind, profile, name, except = null, error, readOnly, inputRef, onType } = props
  const { label, placeholder, hints } = nameWords(kind, profile)
  const same = useSameName(scope, kind, name, except)
  const unique = profile?.uniqueNames.includes(kind) ?? false
  const place = environmentName[scope.environment]
  return (
    <>
      <TextInput
        {...{ label, placeholder, readOnly, error, value: name, autoComplete: 'off' }}
        {...(inputRef ? { ref: inputRef } : { 'data-autofocus': true })}
        description={<Lines lines={hints} />}
        onChange={event => onType(event.currentTarget.value)}
      />
      <div className={classes.warnings} aria-live="polite">
        <Warning text={warningText(useNameWarnings(name, profile))} />
        <Warning text={error === null ? sameNameText(same, kind, place, unique) : null} />
      </div>
    </>
  )
}

const Warning = ({ text }: { readonly text: string | null }): ReactNode => text && <p>{text}</p>

const Lines = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.map(line => (
    <span key={line} className={classes.hint}>
      <PlainText text={line} longest={1000} />
    </span>
  ))
