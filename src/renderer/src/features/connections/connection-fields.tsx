import { PasswordInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ConnectionForm, withPlace } from './connection-form.ts'
import classes from './connections.module.css'

type FieldsProps = {
  readonly form: ConnectionForm
  readonly errors: Readonly<Record<string, string>>
  readonly onEdit: (change: Partial<ConnectionForm>) => void
}

export const PlaceFields = ({ form, errors, onEdit }: FieldsProps) => (
  <>
    <TextInput
      {...{ label: 'Name', 'data-autofocus': true, autoComplete: 'off', value: form.name }}
      description="How this connection is called here."
      error={errors.name}
      onChange={event => onEdit({ name: event.currentTarget.value })}
    />
    <TextInput
      {...{
        label: 'URL',
        type: 'url',
        autoComplete: 'off',
        spellCheck: false,
        value: form.places.preview.url,
      }}
      placeholder="https://keys.example.com"
      error={errors['places.preview.url']}
      onChange={event => onEdit(withPlace(form, 'preview', { url: event.currentTarget.value }))}
    />
  </>
)

export const CredentialFields = ({ form, errors, onEdit }: FieldsProps) => (
  <div className={classes.pair}>
    <PasswordInput
      {...{ label: 'Preview credential', autoComplete: 'off', value: form.credentials.preview }}
      {...visibilityLabel('Preview')}
      error={errors['credentials.preview']}
      onChange={event =>
        onEdit({ credentials: { ...form.credentials, preview: event.currentTarget.value } })
      }
    />
    <PasswordInput
      {...{
        label: 'Production credential',
        autoComplete: 'off',
        value: form.credentials.production,
      }}
      {...visibilityLabel('Production')}
      error={errors['credentials.production']}
      onChange={event =>
        onEdit({ credentials: { ...form.credentials, production: event.currentTarget.value } })
      }
    />
  </div>
)

export const visibilityLabel = (environment: string) => ({
  visibilityToggleButtonProps: { 'aria-label': `Show or hide the ${environment} credential` },
})

/** PEM text, pasted or read from a file. */
export const CaField = ({ form, errors, onEdit }: FieldsProps) => {
  const [unreadable, setUnreadable] = useState(false)
  const read = async (file: File | undefined) => {
    if (!file) return
    // A certificate file has a few kilobytes; anything large was chosen by mistake.
    const text = file.size > 65_536 ? null : await file.text().catch(() => null)
    setUnreadable(text === null)
    if (text !== null) onEdit(withPlace(form, 'preview', { ca: text, pin: null }))
  }
  return (
    <>
      <Textarea
        {...{ label: 'Custom CA (optional)', autosize: true, minRows: 2, maxRows: 5 }}
        className={classes.area}
        description="For a service whose certificate no public authority signed."
        placeholder="-----BEGIN CERTIFICATE-----"
        spellCheck={false}
        value={form.places.preview.ca}
        error={
          unreadable
            ? 'Choose a PEM file; this one cannot be read.'
            : errors['places.preview.trust.ca']
        }
        onChange={event =>
          onEdit(withPlace(form, 'preview', { ca: event.currentTarget.value, pin: null }))
        }
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
      {form.places.preview.pin !== null && (
        <p className={classes.text}>Only the trusted certificate is accepted.</p>
      )}
    </>
  )
}
