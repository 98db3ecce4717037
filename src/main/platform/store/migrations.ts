import type { DatabaseSync } from 'node:sqlite'
import { first, transact } from './sql.ts'

/**
 * Step n brings a file of version n to n + 1. A step that was released is never edited. Columns bear the names
 * of the domain's fields, and there is none for a secret.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    connector TEXT NOT NULL,
    origin TEXT NOT NULL,
    ca TEXT,
    pin TEXT,
    builtIn INTEGER NOT NULL,
    createdAt INTEGER NOT NULL,
    savedPreview INTEGER NOT NULL,
    savedProduction INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE scopes (
    id INTEGER PRIMARY KEY,
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    environment TEXT NOT NULL CHECK (environment IN ('preview', 'production')),
    asOf INTEGER,
    complete INTEGER NOT NULL DEFAULT 0,
    cursor TEXT,
    total INTEGER,
    sync INTEGER NOT NULL DEFAULT 0,
    profile TEXT,
    UNIQUE (connection, environment)
  ) STRICT;

  CREATE TABLE keys (
    row INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL REFERENCES scopes (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    mask TEXT,
    description TEXT,
    state TEXT NOT NULL,
    createdAt INTEGER,
    createdBy TEXT COLLATE NOCASE,
    updatedAt INTEGER,
    lastUsedAt INTEGER,
    usageCount INTEGER,
    expiresAt INTEGER,
    version TEXT,
    nameFolded TEXT NOT NULL,
    nameOrder TEXT NOT NULL,
    sync INTEGER NOT NULL,
    haystack TEXT NOT NULL,
    UNIQUE (scope, id)
  ) STRICT;
  CREATE INDEX keysByName ON keys (scope, nameOrder);
  CREATE INDEX keysByState ON keys (scope, state);
  CREATE INDEX keysByCreatedAt ON keys (scope, createdAt);
  CREATE INDEX keysByCreatedBy ON keys (scope, createdBy);
  CREATE INDEX keysByMask ON keys (scope, mask);
  CREATE INDEX keysByLastUsedAt ON keys (scope, lastUsedAt);

  CREATE TABLE intents (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    environment TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    state TEXT NOT NULL,
    key TEXT,
    mask TEXT,
    service TEXT,
    caller TEXT,
    at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    kind TEXT NOT NULL,
    connection TEXT NOT NULL,
    connectionName TEXT NOT NULL,
    environment TEXT,
    key TEXT,
    keyName TEXT,
    mask TEXT
  ) STRICT;`,
]

export const versionOf = (database: DatabaseSync): number =>
  first<{ readonly user_version: number }>(database, 'PRAGMA user_version')?.user_version ?? 0

/**
 * Brings the file to the newest version and runs `andThen`, in one transaction: interrupted, the old version is
 * there as it was. Writes even when nothing is to be done, which proves that the file can be written.
 */
export const migrate = (
  database: DatabaseSync,
  andThen: () => void = () => undefined,
  steps: readonly string[] = migrations,
): void =>
  transact(database, () => {
    for (const step of steps.slice(versionOf(database))) database.exec(step)
    database.exec(`PRAGMA user_version = ${steps.length}`)
    andThen()
  })
