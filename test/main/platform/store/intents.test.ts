import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrate, migrations } from '../../../../src/main/platform/store/migrations.ts'
import type { Finding } from '../../../../src/shared/domain/finding.ts'
import { bring, freshFile, inside, intent, key, opened, withScope } from './samples.ts'

test('what an intent was sent beside, and what was found of it, come back as they were', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  const found = intent(scope, {
    ...{ state: 'sent', kind: 'rotate', target: 'k1', sentAt: 1_790_000_000_500 },
    known: { namesakes: ['k1', 'k2'], target: key('k1') },
    finding: { kind: 'made', keys: [key('k3', { mask: '…ab' })], at: 7 },
  })
  await store.intents.put(found)
  expect(await store.intents.get(found.id)).toEqual(found)
  expect(await store.intents.open()).toEqual([found])
})

test('no member that the domain does not name reaches the file', async () => {
  const file = freshFile()
  const stray = { ...key('k3'), secret: 'canary-in-a-finding' }
  const known = { namesakes: [], target: { ...key('k1'), secret: 'canary-in-what-was-known' } }
  const finding: Finding = { kind: 'made', keys: [stray], at: 7 }
  const store = await opened(file)
  const { scope } = await withScope(store)
  await store.intents.put(intent(scope, { state: 'sent', finding, known }))
  await store.close()
  expect(readFileSync(file).includes('canary')).toBe(false)
})

test('an intent is replaced only while it is in the state in which it was seen', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  const sent = intent(scope, { state: 'sent' })
  await store.intents.put(sent)
  const finding = { kind: 'not-seen', times: 1, at: 7 } as const
  expect(await store.intents.replace({ ...sent, finding }, 'sent')).toBe(true)
  await store.intents.put({ ...sent, state: 'abandoned' })
  expect(await store.intents.replace({ ...sent, finding }, 'sent')).toBe(false)
  expect(await store.intents.replace(intent(scope), 'prepared')).toBe(false)
  expect(await store.intents.open()).toEqual([])
  expect(await store.intents.get(sent.id)).toMatchObject({ state: 'abandoned', finding: null })
})

test('a finding that is not understood is as good as none', async () => {
  const file = freshFile()
  const store = await opened(file)
  const { scope } = await withScope(store)
  const sent = intent(scope, { state: 'sent' })
  await store.intents.put(sent)
  await store.close()
  for (const finding of ['{"kind":"of another version"}', '{', '7']) {
    const database = new DatabaseSync(file)
    database.prepare('UPDATE intents SET finding = ?1, known = ?1').run(finding)
    database.close()
    inside(file, backend => expect(backend.run('intents.open', [])).toEqual([sent]))
  }
})

test('namesakes are the cached keys of the scope whose name folds the same', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  const same = key('k2', { name: ' CHECKOUT ', kind: 'system' })
  await bring(store, scope, [key('k1', { name: 'Checkout' }), same, key('k3', { name: 'other' })])
  expect((await store.keys.namesakes(scope, 'checkout')).map(({ id }) => id)).toEqual(['k1', 'k2'])
  const elsewhere = { ...scope, environment: 'production' } as const
  expect(await store.keys.namesakes(elsewhere, 'checkout')).toEqual([])
})

test('what the version before left open is there, also when only its copy has it', async () => {
  const file = freshFile()
  mkdirSync(dirname(file), { mode: 0o700 })
  const { connection } = (await withScope(await opened(freshFile()))).scope
  const common = {
    ...{ connection, environment: 'production', name: 'n', description: null, expiresAt: null },
    ...{ state: 'sent', key: null, mask: null, service: 's', caller: 'me', at: 5 },
  }
  const creation = { target: null, version: null, overlapSeconds: null, kind: 'create' }
  const rotation = { target: 'k1', version: 'v', overlapSeconds: 60, kind: 'rotate' }
  const left = [
    { id: randomUUID(), ...common, ...rotation },
    { id: randomUUID(), ...common, ...creation },
  ]
  const database = new DatabaseSync(file)
  migrate(database, undefined, migrations.slice(0, 3))
  const columns = Object.keys(left[0] ?? {})
  const row = Object.values(left[0] ?? {})
  const put = `INSERT INTO intents (${columns.map(name => `"${name}"`)}) VALUES (${columns.map(() => '?')})`
  database.prepare(put).run(...row)
  database.close()
  const sha256 = createHash('sha256').update(JSON.stringify(left)).digest('hex')
  const copy = JSON.stringify({ version: 1, sha256, intents: left })
  writeFileSync(join(dirname(file), 'intents.json'), copy)
  const store = await opened(file)
  expect(store.notices).toEqual([])
  const none = { sentAt: null, known: null, finding: null }
  expect(await store.intents.open()).toEqual(left.map(intent => ({ ...intent, ...none })))
})
