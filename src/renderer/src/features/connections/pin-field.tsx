import { TextInput } from '@mantine/core'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { isCertificatePin } from '../../../../shared/domain/pin.ts'
import { environmentName } from '../../ui/environment.ts'
import { type FieldsProps, fieldOrder } from './connection-fields.tsx'
import { hasOwnAddress, withPlace } from './connection-form.ts'
import classes from './connections.module.css'

/** A certificate that a person was shown and trusted. */
export const isOfCertificate = (pin: string | null): boolean =>
  pin !== null && isCertificatePin(pin)

type PinFieldProps = FieldsProps & { readonly environment: Environment }

/** The public key that the service must have, for who does not rely on authorities alone. */
export const PinField = ({ form, info, errors, environment, onEdit }: PinFieldProps) => {
  const { pin } = form.places[environment]
  const error = errors[`places.${environment}.trust.pin`]
  const typed = isOfCertificate(pin) ? '' : (pin ?? '')
  return (
    <details className={classes.more} open={typed !== '' || error !== undefined || undefined}>
      <summary>Pin the service’s public key</summary>
      <TextInput
        {...{ autoComplete: 'off', spellCheck: false, value: typed, error }}
        label={
          hasOwnAddress(form, info)
            ? `${environmentName[environment]} public key pin`
            : 'Public key pin'
        }
        inputWrapperOrder={fieldOrder}
        description="sha256/ and 44 characters, as curl takes it. The service is refused unless its certificate has this key."
        placeholder="sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        onChange={event => {
          const text = event.currentTarget.value
          onEdit(withPlace(form, environment, { pin: text === '' ? null : text }))
        }}
      />
    </details>
  )
}
