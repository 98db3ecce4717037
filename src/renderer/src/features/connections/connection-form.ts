import type { ConnectionDraft, Trust } from '../../../../shared/domain/connection.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'

/** The form as it is typed; what was typed survives every failure. */
export type ConnectionForm = {
  readonly name: string
  readonly url: string
  readonly preview: string
  readonly production: string
  readonly ca: string
  readonly pin: string | null
}

export const emptyForm: ConnectionForm = {
  name: '',
  url: '',
  preview: '',
  production: '',
  ca: '',
  pin: null,
}

export const trustOf = ({ ca, pin }: Pick<ConnectionForm, 'ca' | 'pin'>): Trust => ({
  ca: ca.trim() || null,
  pin,
})

export const draftOf = (form: ConnectionForm, keep: ConnectionDraft['keep']): ConnectionDraft => ({
  name: form.name,
  connector: 'claviger',
  url: form.url.trim(),
  trust: trustOf(form),
  credentials: {
    preview: form.preview.trim() || null,
    production: form.production.trim() || null,
  },
  keep,
})

/** A certificate that a person can judge: whether it is unknown, or another than the one that was trusted. */
export const isTrustQuestion = (error: ErrorInfo | null): boolean =>
  error?.code === 'tls' && (error.cause === 'untrusted' || error.cause === 'pin-mismatch')

/** In groups of four bytes, so that the eye does not lose its place. */
export const fingerprintGroups = (fingerprint: string): string =>
  (fingerprint.match(/.{1,12}/g) ?? []).map(group => group.replace(/:$/, '')).join(' ')
