import type { SQLOutputValue } from 'node:sqlite'
import type { KeyRow } from './database.ts'

/** What lists and feeds read of a key. */
export const keyColumns = [
  ...(['id', 'kind', 'environment', 'sequence', 'revision', 'etag', 'name'] as const),
  ...(['description', 'mask', 'status', 'created_at', 'created_by', 'updated_at'] as const),
  ...(['last_used_at', 'usage_count', 'expires_at', 'revoked_at', 'previous_until'] as const),
  'deleted_at',
] as const satisfies readonly (keyof KeyRow)[]

/** A key as it is told of. */
export type ToldKey = Pick<KeyRow, (typeof keyColumns)[number]>

/** Of the values of `keyColumns`, in their order. Written out: a loop over the names takes four times as long. */
export const toldKeyOf = (values: readonly SQLOutputValue[]): ToldKey =>
  // The values are those of the columns.
  ({
    id: values[0],
    kind: values[1],
    environment: values[2],
    sequence: values[3],
    revision: values[4],
    etag: values[5],
    name: values[6],
    description: values[7],
    mask: values[8],
    status: values[9],
    created_at: values[10],
    created_by: values[11],
    updated_at: values[12],
    last_used_at: values[13],
    usage_count: values[14],
    expires_at: values[15],
    revoked_at: values[16],
    previous_until: values[17],
    deleted_at: values[18],
  }) as ToldKey
