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

  // The indexes name the kind too: a list shows one, and both merge in the order of their indexes. That of the state
  // holds the expiry, from which the state that is shown derives. A profile is completed, so that it speaks offline.
  `ALTER TABLE keys ADD COLUMN kind TEXT NOT NULL DEFAULT 'key';
  ALTER TABLE keys ADD COLUMN previousUntil INTEGER;
  DROP INDEX keysByName;
  DROP INDEX keysByState;
  DROP INDEX keysByCreatedAt;
  DROP INDEX keysByCreatedBy;
  DROP INDEX keysByMask;
  DROP INDEX keysByLastUsedAt;
  CREATE INDEX keysByName ON keys (scope, kind, nameOrder);
  CREATE INDEX keysByState ON keys (scope, kind, state, expiresAt);
  CREATE INDEX keysByCreatedAt ON keys (scope, kind, createdAt);
  CREATE INDEX keysByCreatedBy ON keys (scope, kind, createdBy);
  CREATE INDEX keysByUpdatedAt ON keys (scope, kind, updatedAt);
  CREATE INDEX keysByMask ON keys (scope, kind, mask);
  CREATE INDEX keysByLastUsedAt ON keys (scope, kind, lastUsedAt);
  CREATE INDEX keysByUsageCount ON keys (scope, kind, usageCount);
  CREATE INDEX keysByExpiresAt ON keys (scope, kind, expiresAt);

  ALTER TABLE scopes ADD COLUMN clockOffset INTEGER NOT NULL DEFAULT 0;

  ALTER TABLE intents ADD COLUMN kind TEXT NOT NULL DEFAULT 'create';
  ALTER TABLE intents ADD COLUMN expiresAt INTEGER;
  ALTER TABLE intents ADD COLUMN target TEXT;
  ALTER TABLE intents ADD COLUMN version TEXT;
  ALTER TABLE intents ADD COLUMN overlapSeconds REAL;

  CREATE TABLE handOffs (
    connection TEXT NOT NULL,
    environment TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    done TEXT NOT NULL,
    PRIMARY KEY (connection, environment, key)
  ) STRICT;

  UPDATE scopes SET profile = CASE WHEN json_valid(profile) THEN json_set(
    profile,
    '$.effects', (
      SELECT json_group_array(
        json_set(value, '$.missingInPlan', json('false'), '$.whenForbidden', 'disabled')
      ) FROM json_each(profile, '$.effects')
    ),
    '$.words', (
      SELECT json_group_object(key, json_set(
        value, '$.title', null, '$.text', null, '$.confirm', null, '$.checks', json('[]')
      )) FROM json_each(profile, '$.words')
    ),
    '$.permissions', json('{}'),
    '$.kinds', json('{}'),
    '$.reveal', json('{"title":null,"warning":null,"copy":null,"done":null}'),
    '$.guidance', json('[]'),
    '$.naming', json('{"examples":[],"avoid":[]}'),
    '$.presentation', json(
      '{"actions":"row","statusField":false,"oneList":false,"confirmEdit":false}'
    ),
    '$.uniqueNames', json('[]'),
    '$.longestExpirySeconds', null,
    '$.rotation', json('{"overlapSeconds":[],"longestOverlapSeconds":null,"steps":[]}'),
    '$.plan', null,
    '$.auditTitle', null,
    '$.environments', json('["preview","production"]'),
    '$.serverTime', null
  ) END;`,

  // Each environment has a place of its own. What an unfinished secret was asked of keeps its name: the same address.
  `ALTER TABLE connections ADD COLUMN places TEXT NOT NULL DEFAULT '{}';
  UPDATE connections SET places = (
    SELECT json_object('preview', json(place), 'production', json(place)) FROM (
      SELECT json_object(
        'url', origin, 'trust', json_object('ca', ca, 'pin', pin), 'settings', json('{}')
      ) AS place
    )
  );
  ALTER TABLE connections DROP COLUMN origin;
  ALTER TABLE connections DROP COLUMN ca;
  ALTER TABLE connections DROP COLUMN pin;

  UPDATE scopes SET profile = CASE WHEN json_valid(profile) THEN json_set(
    profile,
    '$.effects', (
      SELECT json_group_array(json_set(value, '$.reason', null))
      FROM json_each(profile, '$.effects')
    ),
    '$.proof', 'none',
    '$.givenAtCreation', json('[]')
  ) END;`,

  // What a lost answer is looked for by. An intent of before has none of it: nothing is ruled out.
  `ALTER TABLE intents ADD COLUMN sentAt INTEGER;
  ALTER TABLE intents ADD COLUMN known TEXT;
  ALTER TABLE intents ADD COLUMN finding TEXT;`,

  // Rows of a first read come in with the index of the default order alone; `indexing` says up to which row the others
  // and the text index have been brought. Rows up to `sorted`, and no others, are `indexed`; while the indexes are made anew
  // `sorted` is 0, they may not be there, and rows up to `flagged` are `indexed`.
  `ALTER TABLE keys ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
  DROP INDEX keysByName;
  DROP INDEX keysByState;
  DROP INDEX keysByCreatedBy;
  DROP INDEX keysByUpdatedAt;
  DROP INDEX keysByMask;
  DROP INDEX keysByLastUsedAt;
  DROP INDEX keysByUsageCount;
  DROP INDEX keysByExpiresAt;
  CREATE INDEX keysByName ON keys (scope, kind, nameOrder) WHERE indexed = 1;
  CREATE INDEX keysByState ON keys (scope, kind, state, expiresAt) WHERE indexed = 1;
  CREATE INDEX keysByCreatedBy ON keys (scope, kind, createdBy) WHERE indexed = 1;
  CREATE INDEX keysByUpdatedAt ON keys (scope, kind, updatedAt) WHERE indexed = 1;
  CREATE INDEX keysByMask ON keys (scope, kind, mask) WHERE indexed = 1;
  CREATE INDEX keysByLastUsedAt ON keys (scope, kind, lastUsedAt) WHERE indexed = 1;
  CREATE INDEX keysByUsageCount ON keys (scope, kind, usageCount) WHERE indexed = 1;
  CREATE INDEX keysByExpiresAt ON keys (scope, kind, expiresAt) WHERE indexed = 1;

  CREATE TABLE indexing (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sorted INTEGER NOT NULL,
    searched INTEGER NOT NULL,
    flagged INTEGER NOT NULL
  ) STRICT;
  INSERT INTO indexing VALUES (1, 0, 0, 0);

  CREATE TABLE partCounts (
    scope INTEGER NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (scope, kind)
  ) STRICT;

  ALTER TABLE scopes ADD COLUMN progress TEXT;
  ALTER TABLE scopes ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE tombstones (
    row INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL REFERENCES scopes (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    mask TEXT,
    description TEXT,
    state TEXT NOT NULL,
    createdAt INTEGER,
    createdBy TEXT,
    updatedAt INTEGER,
    lastUsedAt INTEGER,
    usageCount INTEGER,
    expiresAt INTEGER,
    previousUntil INTEGER,
    version TEXT,
    haystack TEXT NOT NULL,
    seenAt INTEGER NOT NULL,
    goneAt INTEGER NOT NULL,
    UNIQUE (scope, id)
  ) STRICT;
  CREATE INDEX tombstonesByGoneAt ON tombstones (scope, goneAt);`,
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
