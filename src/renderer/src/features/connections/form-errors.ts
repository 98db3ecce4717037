import { assertNever } from '../../../../shared/app-error.ts'
import type { Trial } from '../../../../shared/contract/connections.ts'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import type { ErrorInfo, Issue } from '../../../../shared/error.ts'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { errorText } from '../../ui/error-text.ts'
import { fieldText } from '../../ui/field-text.ts'
import { choicesText } from '../../ui/place-text.ts'
import { shortText } from '../../ui/visible-text.ts'
import { type ConnectionForm, hasOwnAddress } from './connection-form.ts'

export type Trials = Readonly<Record<Environment, Trial | null>>
/** Dotted path of a field to the sentence that stands at it. */
export type FieldErrors = Readonly<Record<string, string>>

/** A form as it was sent. */
export type Typed = { readonly form: ConnectionForm; readonly info: ConnectorInfo }

/**
 * At which fields a failure stands: those that must change. None for one that is not about what was typed.
 * `environment` is where it happened, null where that is not known.
 */
export const placeError = (
  error: ErrorInfo,
  typed: Typed,
  environment: Environment | null,
): FieldErrors => {
  switch (error.code) {
    case 'invalid-input':
      return Object.fromEntries(error.issues.map(issue => [issue.field, issueText(issue, typed)]))
    case 'unauthorized':
    case 'credential-unfit':
      return credentialError(error, typed, error.environment)
    case 'forbidden':
      return credentialError(error, typed, error.environment ?? environment)
    case 'setting-refused':
      return settingError(error, typed)
    case 'not-found':
      return addressError(otherText(typed), typed, environment)
    case 'refused':
      return error.status === 404 ? addressError(otherText(typed), typed, environment) : {}
    case 'bad-response':
      return responseError(error, typed, environment)
    case 'tls':
      return error.cause === 'key-mismatch' ? pinError(error, typed, environment) : {}
    case 'unreachable':
    case 'redirected':
    case 'unsupported-version':
      return addressError(errorText(error).text, typed, environment)
    default:
      return {}
  }
}

const responseError = (
  error: Extract<ErrorInfo, { readonly code: 'bad-response' }>,
  typed: Typed,
  environment: Environment | null,
): FieldErrors => {
  switch (error.reason) {
    case 'incomplete':
    case 'too-large':
      return {}
    case 'web-page':
    case 'time-unit':
      return addressError(errorText(error).text, typed, environment)
    case 'not-json':
    case 'shape':
    case 'not-a-key-service':
      return addressError(otherText(typed), typed, environment)
    default:
      return assertNever(error.reason)
  }
}

const otherText = ({ info }: Typed): string =>
  `This address does not answer as ${info.name} does. Check it and the kind of key service; the service may also be newer than Claviger.`

/** The same of what trying the credentials found. */
export const placeTrials = (trials: Trials | null, typed: Typed): FieldErrors =>
  Object.assign({}, ...environmentOrder.map(one => placeTrial(trials, typed, one)))

export const placeTrial = (
  trials: Trials | null,
  typed: Typed,
  environment: Environment,
): FieldErrors => {
  const trial = trials?.[environment]
  return trial && !trial.ok ? placeError(trial.error, typed, environment) : {}
}

const pinError = (
  error: ErrorInfo,
  { form, info }: Typed,
  environment: Environment | null,
): FieldErrors => {
  const place = hasOwnAddress(form, info) ? environment : 'preview'
  return place === null ? {} : { [`places.${place}.trust.pin`]: errorText(error).text }
}

const addressError = (
  text: string,
  { form, info }: Typed,
  environment: Environment | null,
): FieldErrors => {
  if (!hasOwnAddress(form, info)) return { 'places.preview.url': text }
  // One of two addresses, and it is not known which.
  return environment === null ? {} : { [`places.${environment}.url`]: text }
}

const settingError = (
  error: Extract<ErrorInfo, { readonly code: 'setting-refused' }>,
  { info }: Typed,
): FieldErrors => {
  const { environment, setting, cause, choices } = error
  if (!info.settings.some(({ id }) => id === setting)) return {}
  const text = [settingText[cause], choicesText(choices)].filter(Boolean).join(' ')
  return { [`places.${environment}.settings.${setting}`]: text }
}

const settingText = {
  missing: 'The service needs a value here.',
  'not-found': 'The service does not have this.',
  disabled: 'The service has this, but it is disabled there.',
} as const

type Refused = Extract<
  ErrorInfo,
  { readonly code: 'unauthorized' | 'credential-unfit' | 'forbidden' }
>

const credentialError = (
  error: Refused,
  typed: Typed,
  environment: Environment | null,
): FieldErrors =>
  environment === null
    ? {}
    : { [`credentials.${environment}`]: credentialText(error, typed, environment) }

const credentialText = (error: Refused, typed: Typed, environment: Environment): string => {
  const name = environmentName[environment]
  if (error.code === 'unauthorized')
    return `The service does not accept this for ${name}: it is wrong, expired or revoked.`
  if (error.code === 'forbidden') {
    return error.permission === null
      ? `The service does not let this credential into ${name}. Give it the permission there, or enter another.`
      : `This credential lacks the permission ${shortText(error.permission, 80)}. Give it that at the service, or enter another.`
  }
  return error.cause === 'expired'
    ? `This credential has expired. Make a new one and enter it here.`
    : wrongKindText(typed, environment)
}

const issueText = ({ field, problem }: Issue, typed: Typed): string => {
  const environment = environmentOrder.find(one => field === `credentials.${one}`)
  return problem === 'wrong-kind' && environment
    ? wrongKindText(typed, environment)
    : fieldText(problem)
}

/** Says what it is, where its beginning tells. */
const wrongKindText = ({ form, info }: Typed, environment: Environment): string => {
  const { label, begins, wrong } = info.credential
  const typed = form.credentials[environment].trim()
  const found = wrong.find(({ startsWith }) => typed.startsWith(startsWith))
  if (!found && begins && !typed.startsWith(begins))
    return `This does not begin with ${begins}, as a credential for administration does. Enter the ${label} here.`
  return `This is ${found?.is ?? 'an ordinary key, which may not manage others'}. Enter the ${label} here.`
}
