import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { Finding } from '../../../shared/domain/finding.ts'
import { Intent, KnownBefore } from '../../../shared/domain/intent.ts'
import { z } from '../../../shared/zod.ts'
import type { Backend } from './operations.ts'
import { all, first, upsert } from './sql.ts'

const columns = [
  ...(['connection', 'environment', 'kind', 'name', 'description', 'expiresAt'] as const),
  ...(['target', 'version', 'overlapSeconds'] as const),
  ...(['state', 'key', 'mask', 'service', 'caller', 'at'] as const),
  ...(['sentAt', 'known', 'finding'] as const),
] as const satisfies readonly (keyof Intent)[]

const put = upsert('intents', ['id'], columns)
const update = `UPDATE intents SET ${columns.map(name => `"${name}" = ?`).join(', ')}`

/** Parsed, so that no member that the domain does not name reaches the file. */
const valuesOf = (intent: Intent): readonly SQLInputValue[] => {
  const { known, finding } = intent
  const row = {
    ...intent,
    known: known && JSON.stringify(KnownBefore.parse(known)),
    finding: finding && JSON.stringify(Finding.parse(finding)),
  }
  return columns.map(name => row[name])
}

export const putIntent = (database: DatabaseSync, intent: Intent): void =>
  void database.prepare(put).run(intent.id, ...valuesOf(intent))

type Row = Omit<Intent, 'known' | 'finding'> & Record<'known' | 'finding', string | null>

/** What cannot be understood is as good as not known: it is looked for again. */
const jsonOrNull = <T>(shape: z.ZodType<T>, text: string | null): T | null => {
  try {
    return text === null ? null : (shape.safeParse(JSON.parse(text)).data ?? null)
  } catch {
    return null
  }
}

const intentOf = (row: Row): Intent => ({
  ...row,
  known: jsonOrNull(KnownBefore, row.known),
  finding: jsonOrNull(Finding, row.finding),
})

const { kind, expiresAt, target, version, overlapSeconds, sentAt } = Intent.shape
const text = z.string().nullable().default(null)

// What an earlier version did not write.
const FormerIntent = Intent.extend({
  kind: kind.default('create'),
  expiresAt: expiresAt.default(null),
  target: target.default(null),
  version: version.default(null),
  overlapSeconds: overlapSeconds.default(null),
  sentAt: sentAt.default(null),
})

/** Reads one out of the copy, which any version may have written. */
export const CopiedIntent = FormerIntent.extend({
  known: Intent.shape.known.catch(null),
  finding: Intent.shape.finding.catch(null),
})

/** Reads a row that cannot be trusted, out of a damaged file, which may be of any version. */
export const IntentRow = FormerIntent.extend({
  known: text,
  finding: text,
}).transform(intentOf)

/** Answers whether there was one in that state. */
export const replaceIntent = (
  database: DatabaseSync,
  intent: Intent,
  state: Intent['state'],
): boolean =>
  database
    .prepare(`${update} WHERE id = ? AND state = ?`)
    .run(...valuesOf(intent), intent.id, state).changes === 1

export const listOpenIntents = (database: DatabaseSync): readonly Intent[] =>
  all<Row>(
    database,
    "SELECT * FROM intents WHERE state NOT IN ('stored', 'abandoned') ORDER BY at, rowid",
  ).map(intentOf)

/** Runs each change of the journal. */
type Change = <T>(work: () => T) => T

export const intentsIn = (database: DatabaseSync, change: Change): Backend['intents'] => ({
  put: intent => change(() => putIntent(database, intent)),
  replace: (intent, state) => change(() => replaceIntent(database, intent, state)),
  get: id => {
    const row = first<Row>(database, 'SELECT * FROM intents WHERE id = ?', id)
    return row && intentOf(row)
  },
  issued: (service, environment) =>
    all(
      database,
      `SELECT id AS intent, "key", target, mask FROM intents
       WHERE service = ? AND environment = ? AND "key" IS NOT NULL`,
      service,
      environment,
    ),
  open: () => listOpenIntents(database),
})
