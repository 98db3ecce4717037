import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { type FieldsProps, fieldOrder } from './connection-fields.tsx'
import { hasOwnAddress, withPlace } from './connection-form.ts'
import classes from './connections.module.css'
import { isOfCertificate, PinField } from './pin-field.tsx'

/** The authority of the service's certificate. A hosted service has a public one, unless a proxy is between. */
export const CaFields = (props: FieldsProps) => {
  const { form, info, errors } = props
  const isUsed = environmentOrder.some(
    one =>
      form.places[one].ca !== '' ||
      form.places[one].pin !== null ||
      errors[`places.${one}.trust.ca`] !== undefined ||
      errors[`places.${one}.trust.pin`] !== undefined,
  )
  if (info.address.url === null) return <CaOfEach {...props} />
  return (
    <details className={classes.more} open={isUsed || undefined}>
      <summary>Certificate</summary>
      <div className={classes.stack}>
        <CaOfEach {...props} />
      </div>
    </details>
  )
}

/** One, or one for each address. */
const CaOfEach = (props: FieldsProps) => {
  if (!hasOwnAddress(props.form, props.info))
    return <CaField {...props} environment="preview" label="Custom CA (optional)" />
  return (
    <div className={classes.pair}>
      {environmentOrder.map(environment => (
        <div key={environment} className={classes.stack}>
          <CaField
            {...{ ...props, environment }}
            label={`${environmentName[environment]} custom CA (optional)`}
          />
        </div>
      ))}
    </div>
  )
}

type CaFieldProps = FieldsProps & { readonly environment: Environment; readonly label: string }

/** PEM text, pasted or read from a file. */
const CaField = (props: CaFieldProps) => {
  const { form, errors, environment, label, onEdit } = props
  const [unreadable, setUnreadable] = useState(false)
  const { ca, pin } = form.places[environment]
  // What a person trusted was that certificate; a key that they typed is another matter.
  const edit = (text: string) =>
    onEdit(withPlace(form, environment, { ca: text, pin: isOfCertificate(pin) ? null : pin }))
  const read = async (file: File | undefined) => {
    if (!file) return
    // A certificate file has a few kilobytes; anything large was chosen by mistake.
    const text = file.size > 65_536 ? null : await file.text().catch(() => null)
    setUnreadable(text === null)
    if (text !== null) edit(text)
  }
  return (
    <>
      <Textarea
        {...{ label, autosize: true, minRows: 2, maxRows: 5, spellCheck: false }}
        className={classes.area}
        inputWrapperOrder={fieldOrder}
        description="For a service whose certificate no public authority signed."
        placeholder="-----BEGIN CERTIFICATE-----"
        value={ca}
        error={
          unreadable
            ? 'Choose a PEM file; this one cannot be read.'
            : errors[`places.${environment}.trust.ca`]
        }
        onChange={event => edit(event.currentTarget.value)}
      />
      <div className={classes.file}>
        <label>
          Or read it from a file:{' '}
          <input
            type="file"
            accept=".pem,.crt,.cer"
            onChange={event => void read(event.currentTarget.files?.[0])}
          />
        </label>
      </div>
      {isOfCertificate(pin) && (
        <p className={classes.text}>Only the trusted certificate is accepted.</p>
      )}
      <PinField {...props} />
    </>
  )
}
