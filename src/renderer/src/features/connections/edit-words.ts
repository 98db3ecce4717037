import type { Connection, Place, Settings } from '../../../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { type ConnectionForm, placesOf } from './connection-form.ts'

/** What saving the form would make Claviger forget, one sentence for each environment. */
export const consequencesOf = (
  connection: Connection,
  form: ConnectionForm,
  info: ConnectorInfo,
): readonly string[] => {
  const after = placesOf(form, info)
  return environmentOrder.flatMap(environment => {
    const [before, name] = [connection.places[environment], environmentName[environment]]
    const has = connection.credentials[environment] !== 'none'
    if (!isSameUrl(before.url, after[environment].url)) {
      const credential = has
        ? ` Its credential was given for ${before.url} and must be given again.`
        : ''
      return [`${name}: the list of its keys.${credential}`]
    }
    if (isSameSettings(before.settings, after[environment].settings)) return []
    const proof = has ? ' Its credential stays, and is tried first.' : ''
    return [`${name}: the list of its keys, which is read anew.${proof}`]
  })
}

const isSameUrl = (before: Place['url'], typed: string): boolean =>
  before === typed.trim().replace(/\/+$/, '')

/** What is blank is left out of a place. */
const isSameSettings = (before: Settings, typed: Settings): boolean =>
  Object.keys({ ...before, ...typed }).every(id => (before[id] ?? '') === (typed[id] ?? '').trim())
