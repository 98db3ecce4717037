import { TextInput } from '@mantine/core'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import { useUi } from '../../state/ui.ts'
import { Choice } from '../../ui/choice.tsx'
import { type ConnectionForm, formFor, withPlace } from './connection-form.ts'
import type { FieldErrors } from './form-errors.ts'

export type FieldsProps = {
  readonly form: ConnectionForm
  readonly info: ConnectorInfo
  readonly errors: FieldErrors
  readonly onEdit: (change: Partial<ConnectionForm>) => void
}

/** A description below its field, so that fields side by side stand on one line. */
export const fieldOrder: ('label' | 'input' | 'error' | 'description')[] = [
  'label',
  'input',
  'error',
  'description',
]

type ServiceChoiceProps = Pick<FieldsProps, 'form' | 'info' | 'onEdit'> & {
  readonly autoFocus: boolean
  readonly onChoose: (info: ConnectorInfo) => void
}

/** Which kind of service it is. What was typed before stays as far as it fits. */
export const ServiceChoice = ({ form, info, autoFocus, onEdit, onChoose }: ServiceChoiceProps) => {
  const connectors = useUi(state => state.connectors)
  return (
    <Choice
      label="Key service"
      autoFocus={autoFocus}
      value={info.id}
      options={connectors.map(({ id, name }) => ({ value: id, label: name }))}
      onChoose={id => {
        const chosen = connectors.find(connector => connector.id === id)
        if (!chosen) return
        onEdit(formFor(form, info, chosen))
        onChoose(chosen)
      }}
    />
  )
}

type NameFieldProps = Pick<FieldsProps, 'form' | 'errors' | 'onEdit'> & {
  readonly autoFocus: boolean
}

export const NameField = ({ form, errors, autoFocus, onEdit }: NameFieldProps) => (
  <TextInput
    {...{ label: 'Name', autoComplete: 'off', value: form.name }}
    {...(autoFocus ? { 'data-autofocus': true } : {})}
    inputWrapperOrder={fieldOrder}
    description="How this connection is called here."
    error={errors.name}
    onChange={event => onEdit({ name: event.currentTarget.value })}
  />
)

type UrlFieldProps = FieldsProps & {
  readonly environment: 'preview' | 'production'
  readonly label: string
}

export const UrlField = ({ form, info, errors, environment, label, onEdit }: UrlFieldProps) => {
  const { address } = info
  const optional = address.each && environment === 'production'
  return (
    <TextInput
      {...{ label, type: 'url', autoComplete: 'off', spellCheck: false }}
      inputWrapperOrder={fieldOrder}
      value={form.places[environment].url}
      placeholder={optional ? 'The same as for Preview' : address.placeholder}
      error={errors[`places.${environment}.url`]}
      onChange={event => onEdit(withPlace(form, environment, { url: event.currentTarget.value }))}
    />
  )
}
