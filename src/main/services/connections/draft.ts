import type {
  ConnectionDraft,
  Place,
  PlaceDraft,
  Settings,
} from '../../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../shared/domain/connector.ts'
import { type Environment, environments } from '../../../shared/domain/environment.ts'
import { foldName, nameProblem } from '../../../shared/domain/name.ts'
import { AppError, type FieldProblem, type Issue } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { StoredConnection } from '../ports.ts'
import { sameInBoth } from './separation.ts'
import { judgeServiceUrl } from './service-url.ts'
import { trustProblem } from './trust.ts'

export type Typed = Pick<ConnectionDraft, 'name' | 'places'> & {
  /** Null where credentials are not part of the form. */
  readonly credentials: ConnectionDraft['credentials'] | null
  /** Environments that have a credential, given now or before. */
  readonly used: readonly Environment[]
}

export const issue = (field: string, problem: FieldProblem | null): readonly Issue[] =>
  problem === null ? [] : [{ field, problem }]

/** Turns a form as it was typed into a connection and its credentials, or throws every issue at once. */
export const judgeConnection = (
  typed: Typed,
  info: ConnectorInfo,
  others: readonly StoredConnection[],
) => {
  const { credentials, used } = typed
  const preview = judgePlace(typed.places.preview, info, used.includes('preview'))
  const production = judgePlace(productionOf(typed, info), info, used.includes('production'))
  const issues = [
    issue('name', nameProblem(typed.name) ?? takenProblem(typed.name, others)),
    inPlace('preview', preview.issues),
    // One address was typed for both: what is wrong with it is said once.
    inPlace(
      'production',
      hasOwnAddress(typed, info) ? production.issues : beyond(production, preview),
    ),
    credentialIssues(credentials, info),
  ].flat()
  if (issues.length > 0 || !preview.place || !production.place) throw invalid(issues)
  const places = { preview: preview.place, production: production.place }
  const same = sameInBoth(info, places, used, credentials)
  if (same.length > 0) throw invalid(same)
  return {
    connection: { name: typed.name.trim(), connector: info.id, places },
    given: environments.flatMap(environment => {
      const typedCredential = credentials?.[environment] ?? null
      return typedCredential === null ? [] : [{ environment, credential: secret(typedCredential) }]
    }),
  }
}

export const invalid = (issues: readonly Issue[]): AppError =>
  new AppError({ code: 'invalid-input', issues: [...issues] })

type JudgedPlace = { readonly place: Place | null; readonly issues: readonly Issue[] }

const hasOwnAddress = ({ places }: Typed, { address }: ConnectorInfo): boolean =>
  address.each && places.production.url.trim() !== ''

/** Where no second address was typed, it is the first. */
const productionOf = (typed: Typed, info: ConnectorInfo): PlaceDraft => {
  const { preview, production } = typed.places
  return hasOwnAddress(typed, info)
    ? production
    : { ...production, url: preview.url, trust: preview.trust }
}

const judgePlace = (typed: PlaceDraft, info: ConnectorInfo, isUsed: boolean): JudgedPlace => {
  const url = judgeServiceUrl(typed.url, info.address)
  const settings = settingsOf(typed.settings, info)
  const issues = [
    issue('url', url.ok ? null : url.problem),
    issue('trust.ca', trustProblem(typed.trust)),
    ...info.settings.map(({ id, required }) =>
      issue(`settings.${id}`, settingProblem(settings[id], required && isUsed)),
    ),
  ].flat()
  return { place: url.ok ? { url: url.url, trust: typed.trust, settings } : null, issues }
}

const settingProblem = (value: string | undefined, isNeeded: boolean): FieldProblem | null => {
  if (value === undefined) return isNeeded ? 'empty' : null
  // In a path it would lead up.
  return value === '.' || value === '..' ? 'malformed' : null
}

/** Those that the connector has, where they are not blank. */
const settingsOf = (typed: Settings, { settings }: ConnectorInfo): Settings =>
  Object.fromEntries(
    settings.flatMap(({ id }) => {
      const value = Object.hasOwn(typed, id) ? (typed[id]?.trim() ?? '') : ''
      return value === '' ? [] : [[id, value]]
    }),
  )

const inPlace = (environment: Environment, issues: readonly Issue[]): readonly Issue[] =>
  issues.map(({ field, problem }) => ({ field: `places.${environment}.${field}`, problem }))

const beyond = (one: JudgedPlace, other: JudgedPlace): readonly Issue[] =>
  one.issues.filter(
    ({ field }) =>
      field.startsWith('settings.') || !other.issues.some(told => told.field === field),
  )

const takenProblem = (name: string, others: readonly StoredConnection[]): 'taken' | null =>
  others.some(other => foldName(other.name) === foldName(name)) ? 'taken' : null

const credentialIssues = (
  credentials: Typed['credentials'],
  info: ConnectorInfo,
): readonly Issue[] => {
  if (credentials === null) return []
  if (environments.every(environment => credentials[environment] === null)) {
    return [{ field: 'credentials.preview', problem: 'credential-missing' }]
  }
  return environments.flatMap(environment =>
    issue(`credentials.${environment}`, credentialProblem(credentials[environment], info)),
  )
}

/** A credential travels in a header: visible ASCII only (RFC 9110 section 5.5), or it was pasted wrong. */
export const credentialProblem = (
  credential: string | null,
  { credential: { begins = '', wrong } }: ConnectorInfo,
): FieldProblem | null => {
  if (credential === null) return null
  if (!/^[\x21-\x7e]+$/.test(credential)) return 'credential-characters'
  const isWrong = wrong.some(({ startsWith }) => credential.startsWith(startsWith))
  return isWrong || !credential.startsWith(begins) ? 'wrong-kind' : null
}
