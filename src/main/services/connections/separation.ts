import type { ConnectionDraft, Place } from '../../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../shared/domain/connector.ts'
import { type Environment, environments } from '../../../shared/domain/environment.ts'
import type { Issue } from '../../../shared/error.ts'

/**
 * What makes the two environments of a connection the same keys, when the service does not tell them apart itself:
 * Production's keys would stand under Preview, to be deleted without a thought.
 */
export const sameInBoth = (
  info: Pick<ConnectorInfo, 'environments'>,
  { preview, production }: Readonly<Record<Environment, Place>>,
  used: readonly Environment[],
  credentials: ConnectionDraft['credentials'] | null,
): readonly Issue[] => {
  if (info.environments === 'native' || environments.some(one => !used.includes(one))) return []
  if (preview.url !== production.url) return []
  const ids = [...new Set([...Object.keys(preview.settings), ...Object.keys(production.settings)])]
  if (ids.some(id => preview.settings[id] !== production.settings[id])) return []
  const [set] = ids
  const problem = 'same-in-both' as const
  if (set !== undefined) return [{ field: `places.production.settings.${set}`, problem }]
  // Nothing but the credentials tells them apart: two of one account are noticed when both were tried.
  return credentials !== null && credentials.preview === credentials.production
    ? [{ field: 'credentials.production', problem }]
    : []
}
