import type { ListFormat, SavedList } from '../../../shared/contract/files.ts'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { infoOf } from '../../../shared/error.ts'
import type { Clock } from '../../base/clock.ts'
import type { ChooseFile, ChosenFile, Store } from '../ports.ts'
import { csvOf, isoTime } from './csv.ts'
import { fileName } from './file-name.ts'
import { jsonOf } from './json.ts'
import { type KeyList, type ListedScope, readKeyList } from './key-list.ts'

export type ExportParts = {
  readonly store: Store
  readonly clock: Clock
  readonly chooseFile: ChooseFile
  readonly version: string
}

type Wish = KeysQuery & { readonly format: ListFormat }

// A list that changes while it is written is written again; one that never stands still has to be asked for later.
const mostAttempts = 4

/** Writes the metadata of all that is listed to a file that a person chooses; null when they choose none. */
export const createExport =
  (parts: ExportParts) =>
  async ({ format, ...query }: Wish): Promise<SavedList | null> => {
    const { scopes } = await readKeyList(parts.store, query)
    const file = await parts.chooseFile({
      name: nameFor(parts, query, scopes, format),
      kind: format,
    })
    return file && write(parts, file, query, format)
  }

const nameFor = (
  { clock }: ExportParts,
  { kind, scope, environment }: KeysQuery,
  scopes: readonly ListedScope[],
  format: ListFormat,
): string => {
  const connection = scope === null ? [] : [scopes[0]?.connectionName ?? '']
  const what = kind === 'system' ? 'systems' : 'keys'
  const day = isoTime(clock.now()).slice(0, 10)
  return fileName([what, ...connection, scope?.environment ?? environment ?? '', day], format)
}

const write = async (
  parts: ExportParts,
  file: ChosenFile,
  query: KeysQuery,
  format: ListFormat,
  attempt = 1,
): Promise<SavedList> => {
  const list = await readKeyList(parts.store, query)
  try {
    await file.write(contentOf(parts, list, format))
    return {
      file: file.name,
      count: list.total,
      withheld: list.withheld(),
      asOf: oldest(list.scopes),
    }
  } catch (cause) {
    const info = infoOf(cause)
    if (info?.code !== 'file' || info.cause !== 'changed' || attempt === mostAttempts) throw cause
    return write(parts, file, query, format, attempt + 1)
  }
}

const contentOf = ({ clock, version }: ExportParts, list: KeyList, format: ListFormat) =>
  format === 'csv' ? csvOf(list) : jsonOf(list, { at: clock.now(), version })

/** When what is in the file was last known to be so; null when nobody knows of one of the lists. */
const oldest = (scopes: readonly ListedScope[]): number | null =>
  scopes.reduce<number | null>(
    (least, { asOf }) => (asOf === null || least === null ? null : Math.min(least, asOf)),
    scopes.length === 0 ? null : Number.POSITIVE_INFINITY,
  )
