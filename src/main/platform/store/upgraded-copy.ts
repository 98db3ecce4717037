import { DatabaseSync } from 'node:sqlite'
import { migrate, migrations, versionOf } from './migrations.ts'
import { all } from './sql.ts'

/** A file of an older version that cannot be written, as it would be in this one, in memory. */
export const upgradedCopy = (older: DatabaseSync): DatabaseSync => {
  const copy = new DatabaseSync(':memory:')
  migrate(copy, () => copyRows(older, copy), migrations.slice(0, versionOf(older)))
  migrate(copy)
  return copy
}

const copyRows = (from: DatabaseSync, to: DatabaseSync): void => {
  const tables = all<{ readonly name: string }>(
    from,
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%' ORDER BY rowid",
  )
  for (const { name } of tables) {
    const rows = from.prepare(`SELECT * FROM ${name}`)
    const insert = to.prepare(
      // A step may have put a row in that is a row of the file's, too.
      `INSERT OR REPLACE INTO ${name} VALUES (${rows
        .columns()
        .map(() => '?')
        .join(', ')})`,
    )
    for (const row of rows.iterate()) insert.run(...Object.values(row))
  }
}
