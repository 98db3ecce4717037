import type {
  Connection,
  ConnectionDraft,
  PlaceDraft,
  Settings,
  Trust,
} from '../../../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { environmentOrder } from '../../ui/environment.ts'

type ByEnvironment<Value> = Readonly<Record<Environment, Value>>

export type PlaceForm = {
  readonly url: string
  readonly ca: string
  /** That of a certificate which a person trusted, or a public key's as it is typed. */
  readonly pin: string | null
  readonly settings: Settings
}

/**
 * The form as it is typed; what was typed survives every failure. Where the connector has one address for both
 * environments, it is Preview's.
 */
export type ConnectionForm = {
  readonly name: string
  readonly places: ByEnvironment<PlaceForm>
  readonly credentials: ByEnvironment<string>
}

/** The form of a new connection before anything was typed. */
export const emptyForm = (info: ConnectorInfo): ConnectionForm => ({
  name: '',
  places: { preview: emptyPlace(info, 'preview'), production: emptyPlace(info, 'production') },
  credentials: { preview: '', production: '' },
})

const emptyPlace = ({ address, settings }: ConnectorInfo, environment: Environment): PlaceForm => ({
  url: address.each && environment === 'production' ? '' : (address.url ?? ''),
  ...{ ca: '', pin: null },
  settings: Object.fromEntries(settings.map(({ id, initial }) => [id, initial[environment]])),
})

/** The form of a connection that is there. Its credentials never come back here. */
export const formOf = (
  { name, places: { preview, production } }: Connection,
  { address }: ConnectorInfo,
): ConnectionForm => {
  const [one, other] = [placeFormOf(preview), placeFormOf(production)]
  const same = one.url === other.url && one.ca === other.ca && one.pin === other.pin
  return {
    name,
    places: { preview: one, production: same && address.each ? { ...other, url: '' } : other },
    credentials: { preview: '', production: '' },
  }
}

const placeFormOf = ({ url, trust, settings }: Connection['places']['preview']): PlaceForm => ({
  ...{ url, settings },
  ...{ ca: trust.ca ?? '', pin: trust.pin },
})

/** The same form for another kind of service: what was typed stays as far as it fits. */
export const formFor = (
  form: ConnectionForm,
  from: ConnectorInfo,
  to: ConnectorInfo,
): ConnectionForm => {
  const [before, empty] = [emptyForm(from), emptyForm(to)]
  const place = (environment: Environment): PlaceForm => {
    const [typed, untouched] = [form.places[environment], before.places[environment]]
    const next = empty.places[environment]
    const isTyped = typed.url.trim() !== '' && typed.url !== untouched.url
    const settings = Object.entries(next.settings).map(([id, initial]) => {
      const value = typed.settings[id]
      return [id, value === undefined || value === untouched.settings[id] ? initial : value]
    })
    const url = isTyped && to.address.url === null ? typed.url : next.url
    return { ...typed, url, settings: Object.fromEntries(settings) }
  }
  return { ...form, places: { preview: place('preview'), production: place('production') } }
}

export const withPlace = (
  form: ConnectionForm,
  environment: Environment,
  change: Partial<PlaceForm>,
): Pick<ConnectionForm, 'places'> => ({
  places: { ...form.places, [environment]: { ...form.places[environment], ...change } },
})

/** A pin as it was typed; curl has two slashes. */
const pinOf = (typed: string | null): string | null =>
  typed?.trim().replace(/^sha256\/\//, 'sha256/') || null

export const trustOf = ({ ca, pin }: Pick<PlaceForm, 'ca' | 'pin'>): Trust => ({
  ca: ca.trim() || null,
  pin: pinOf(pin),
})

const placeOf = (place: PlaceForm): PlaceDraft => ({
  url: place.url.trim(),
  trust: trustOf(place),
  settings: place.settings,
})

/** Production is at another address than Preview. */
export const hasOwnAddress = ({ places }: ConnectionForm, { address }: ConnectorInfo): boolean =>
  address.each && places.production.url.trim() !== ''

/** The one environment for which a credential was typed; null for both or none. */
export const onlyEnvironment = ({ credentials }: ConnectionForm): Environment | null => {
  const given = environmentOrder.filter(environment => credentials[environment].trim() !== '')
  return given.length === 1 ? (given[0] ?? null) : null
}

/** A blank second address is the first, with its trust. */
export const placesOf = (form: ConnectionForm, info: ConnectorInfo): ConnectionDraft['places'] => {
  const { preview, production } = form.places
  const { url, ca, pin } = hasOwnAddress(form, info) ? production : preview
  return { preview: placeOf(preview), production: placeOf({ ...production, url, ca, pin }) }
}

export const draftOf = (
  form: ConnectionForm,
  info: ConnectorInfo,
  keep: ConnectionDraft['keep'],
): ConnectionDraft => ({
  name: form.name,
  connector: info.id,
  places: placesOf(form, info),
  credentials: {
    preview: form.credentials.preview.trim() || null,
    production: form.credentials.production.trim() || null,
  },
  keep,
})

/** In groups of four bytes, so that the eye does not lose its place. */
export const fingerprintGroups = (fingerprint: string): string =>
  (fingerprint.match(/.{1,12}/g) ?? []).map(group => group.replace(/:$/, '')).join(' ')
