import type { Trust } from '../../../../shared/domain/connection.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { isCertificatePin } from '../../../../shared/domain/pin.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { environmentOrder } from '../../ui/environment.ts'
import { hasOwnAddress, type PlaceForm } from './connection-form.ts'
import type { Trials, Typed } from './form-errors.ts'

/** A certificate that a person can judge: whether it is unknown, or another than the one that was trusted. */
export const isTrustQuestion = (error: ErrorInfo | null): boolean =>
  error?.code === 'tls' && (error.cause === 'untrusted' || error.cause === 'pin-mismatch')

/** The environment whose address shows a certificate that is to be judged; null when there is no such question. */
export const trustQuestion = (
  error: ErrorInfo | null,
  trials: Trials | null,
  { form, info }: Typed,
): Environment | null => {
  const asked = environmentOrder.find(environment => {
    const trial = trials?.[environment]
    return trial && !trial.ok && isTrustQuestion(trial.error)
  })
  const own = hasOwnAddress(form, info)
  if (asked) return own ? asked : 'preview'
  if (error?.code !== 'tls' || !isTrustQuestion(error)) return null
  return own && isAt(form.places.production, error.host) ? 'production' : 'preview'
}

/** The place with a certificate that a person trusts; a public key that they pinned is demanded as before. */
export const trusting = ({ pin }: PlaceForm, { ca, pin: shown }: Trust) => ({
  ca: ca ?? '',
  pin: pin === null || isCertificatePin(pin) ? shown : pin,
})

const isAt = ({ url }: PlaceForm, host: string): boolean =>
  URL.canParse(url.trim()) && new URL(url.trim()).host === host
