import { createHash } from 'node:crypto'
import type { KeyId, KeyRecord } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import type { Http, Versioned } from './connector.ts'

/**
 * A validator for a service that has none: a digest of what can be changed of a key. Use is left out of it, for it
 * changes by itself.
 */
export const versionOf = ({
  name,
  mask,
  description,
  state,
  expiresAt,
}: Omit<KeyRecord, 'version'>): string =>
  // That a key has expired since is nobody’s change.
  createHash('sha256')
    .update(
      JSON.stringify([name, mask, description, state === 'expired' ? 'active' : state, expiresAt]),
    )
    .digest('base64url')
    .slice(0, 22)

export const withVersion = (record: Omit<KeyRecord, 'version'>): KeyRecord => ({
  ...record,
  version: versionOf(record),
})

/**
 * The key as it is now, read just before it is changed; throws `changed-elsewhere` when that is not what was seen.
 * Between the two somebody else may still change it: narrower, no service without validators allows.
 */
export const unchanged = async (
  http: Http,
  { id, version }: Versioned,
  get: (http: Http, id: KeyId) => Promise<KeyRecord>,
): Promise<KeyRecord> => {
  const now = await get(http, id)
  if (version !== null && now.version !== version) throw new AppError({ code: 'changed-elsewhere' })
  return now
}
