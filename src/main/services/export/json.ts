import type { KeyRow } from '../../../shared/contract/keys.ts'
import { isoTime } from './csv.ts'
import type { KeyList } from './key-list.ts'

export type Made = { readonly at: number; readonly version: string }

// JSON.stringify writes controls and halves of surrogate pairs as escapes; these too are not seen in an editor.
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u007f-\u009f\u2800\ufff9-\ufffb]/gu

const escaped = (character: string): string =>
  character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

/** JSON (RFC 8259) whose values are what they were, and whose text hides nothing. */
const jsonText = (value: unknown): string => JSON.stringify(value).replace(unseen, escaped)

const time = (at: number | null): string | null => (at === null ? null : isoTime(at))

const keyOf = ({ version: _validator, ...row }: KeyRow) => ({
  ...row,
  createdAt: time(row.createdAt),
  updatedAt: time(row.updatedAt),
  lastUsedAt: time(row.lastUsedAt),
  expiresAt: time(row.expiresAt),
  previousUntil: time(row.previousUntil),
})

/**
 * The list as application/json, in chunks: what it is, which lists are in it as of when, one key in each line, and
 * of how many of them a text was withheld.
 */
export async function* jsonOf(list: KeyList, made: Made): AsyncGenerator<string> {
  const { search, states, kind, environment, expiry, neverUsed, owner } = list.query
  const head = {
    ...{ format: 'claviger-keys', version: 1, application: made.version },
    exportedAt: isoTime(made.at),
    filter: {
      ...{ search, states, kind, environment: environment ?? null, expiry: expiry ?? null },
      ...{ neverUsed: neverUsed ?? false, owner: owner ?? null },
    },
    lists: list.scopes.map(scope => ({ ...scope, asOf: time(scope.asOf) })),
    count: list.total,
  }
  yield `${jsonText(head).slice(0, -1)},"keys":[`
  let separator = '\n'
  for await (const rows of list.windows) {
    yield rows.map(row => `${separatorOnce()}${jsonText(keyOf(row))}`).join('')
  }
  yield `\n],"withheld":${list.withheld()}}\n`

  function separatorOnce(): string {
    const before = separator
    separator = ',\n'
    return before
  }
}
