import { PasswordInput, TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import type { Setting } from '../../../../shared/domain/connector.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { CredentialSource } from '../credential-source.tsx'
import { type FieldsProps, fieldOrder, UrlField } from './connection-fields.tsx'
import { withPlace } from './connection-form.ts'
import classes from './connections.module.css'
import { settingLabel } from './setting-label.ts'

type EnvironmentFieldsProps = FieldsProps & {
  /** False where credentials are replaced one by one, elsewhere. */
  readonly credentials: boolean
}

/** What differs between the environments, side by side. */
export const EnvironmentFields = (props: EnvironmentFieldsProps) => {
  const { info, credentials } = props
  const each = info.address.each
  if (!each && info.settings.length === 0 && !credentials) return null
  return (
    <div className={classes.environments}>
      <div className={classes.pair} aria-hidden>
        {environmentOrder.map(environment => (
          <span key={environment} className={classes.column} data-environment={environment}>
            <EnvironmentBadge environment={environment} strong />
          </span>
        ))}
      </div>
      {each && (
        <Pair label="URL">
          {environment => (
            <UrlField
              {...{ ...props, environment }}
              label={`${environmentName[environment]} URL`}
            />
          )}
        </Pair>
      )}
      {info.settings.map(setting => (
        <Pair key={setting.id} label={setting.label} hint={setting.hint}>
          {environment => <SettingField {...{ ...props, environment, setting }} />}
        </Pair>
      ))}
      {credentials && (
        <Pair label="Credentials" hint={<CredentialSource info={info} />}>
          {environment => <CredentialField {...{ ...props, environment }} />}
        </Pair>
      )}
    </div>
  )
}

type PairProps = {
  readonly label: string
  /** About both. */
  readonly hint?: ReactNode
  readonly children: (environment: Environment) => ReactNode
}

const Pair = ({ label, hint, children }: PairProps) => {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no grid in Chromium
    <div role="group" aria-label={label} aria-describedby={hint ? id : undefined}>
      <div className={classes.pair}>
        {environmentOrder.map(environment => (
          <div key={environment}>{children(environment)}</div>
        ))}
      </div>
      {hint && (
        <div className={classes.hint} id={id}>
          {hint}
        </div>
      )}
    </div>
  )
}

type FieldProps = FieldsProps & { readonly environment: Environment }

const SettingField = ({
  form,
  errors,
  environment,
  setting,
  onEdit,
}: FieldProps & { readonly setting: Setting }) => {
  const { id } = setting
  const { settings } = form.places[environment]
  return (
    <TextInput
      {...{ autoComplete: 'off', spellCheck: false, inputWrapperOrder: fieldOrder }}
      label={settingLabel(environment, setting)}
      value={settings[id] ?? ''}
      error={errors[`places.${environment}.settings.${id}`]}
      onChange={event =>
        onEdit(
          withPlace(form, environment, {
            settings: { ...settings, [id]: event.currentTarget.value },
          }),
        )
      }
    />
  )
}

const CredentialField = ({ form, info, errors, environment, onEdit }: FieldProps) => {
  const name = environmentName[environment]
  return (
    <PasswordInput
      {...{ label: `${name} credential`, autoComplete: 'off', inputWrapperOrder: fieldOrder }}
      {...visibilityLabel(name)}
      placeholder={info.credential.placeholder}
      value={form.credentials[environment]}
      error={errors[`credentials.${environment}`]}
      // Mantine says so of its other fields, and forgets it here.
      aria-invalid={errors[`credentials.${environment}`] ? true : undefined}
      onChange={event =>
        onEdit({ credentials: { ...form.credentials, [environment]: event.currentTarget.value } })
      }
    />
  )
}

export const visibilityLabel = (environment: string) => ({
  visibilityToggleButtonProps: { 'aria-label': `Show or hide the ${environment} credential` },
})
