import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/service/database.ts'
import { createKey } from '../../src/service/keys.ts'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { openReads, type Reads } from '../../src/service/reads.ts'
import { prepareRemembered } from '../../src/service/remembered.ts'
import { prepareFindBySecret } from '../../src/service/secrets.ts'

let folder: string
let database: Database
let reads: Reads
let other: DatabaseSync
let secret: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-key-service-'))
  const file = join(folder, 'service.db')
  database = await openDatabase(file)
  reads = openReads(file, database)
  other = new DatabaseSync(file)
  const act = { environment: 'preview', by: 'admin', now: 1000 } as const
  const draft = { name: 'checkout', description: null, expiresAt: 5000 }
  const made = database.transaction().execute(change => createKey(change, claviger, act, draft))
  secret = (await made).secret
})
afterEach(async () => {
  other.close()
  reads.close()
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
})

// By a connection that knows nothing of the service's code: the database itself counts.
const changes: readonly (readonly [string, string, object | null])[] = [
  ['a suspension', "update key set status = 'suspended'", { status: 'suspended' }],
  ['a name', "update key set name = 'other'", { name: 'other' }],
  ['a mask', 'update key set mask = null', { mask: null }],
  ['an expiry', 'update key set expires_at = 7', { expires_at: 7 }],
  ['a revocation', 'update key set revoked_at = 7', { revoked_at: 7 }],
  ['an overlap', 'update key set previous_until = 7', { previous_until: 7 }],
  ['the end of a secret', 'update secret set valid_until = 7', { valid_until: 7 }],
  ['its revocation', 'update secret set revoked_at = 7', { secret_revoked_at: 7 }],
  ['its deletion', 'delete from secret', null],
  ['the deletion of its key', 'delete from key', null],
]

test.each(changes)('%s is seen in the very next look', (_label, statement, expected) => {
  const find = prepareFindBySecret(reads)
  expect(find(secret)).toMatchObject({ name: 'checkout', status: 'active' })
  expect(find(secret)).toEqual(find(secret))
  other.exec(statement)
  if (expected === null) expect(find(secret)).toBeNull()
  else expect(find(secret)).toMatchObject(expected)
})

test('nothing else that is found with a secret can change', () => {
  const seen = changes.flatMap(([, , expected]) => Object.keys(expected ?? {}))
  const fixed = ['hash', 'id', 'environment']
  expect(Object.keys(prepareFindBySecret(reads)(secret) ?? {}).toSorted()).toEqual(
    [...new Set([...seen, ...fixed])].toSorted(),
  )
})

test('what is found is not looked for again, though keys are used and made', () => {
  const asked: string[] = []
  const find = prepareRemembered(reads, name => {
    asked.push(name)
    return name === 'none' ? null : { name }
  })
  expect([find('one'), find('one')]).toEqual([{ name: 'one' }, { name: 'one' }])
  other.exec('update key set usage_count = usage_count + 1, last_used_at = 7, revision = 7')
  other.exec("insert into secret (hash, key_id) values ('hash', 'key')")
  expect(find('one')).toEqual({ name: 'one' })
  expect(asked).toEqual(['one'])
  expect([find('none'), find('none')]).toEqual([null, null])
  expect(asked).toEqual(['one', 'none', 'none'])
  other.exec("update key set status = 'suspended'")
  find('one')
  expect(asked).toEqual(['one', 'none', 'none', 'one'])
})
