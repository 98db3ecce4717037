import { CompiledQuery, type RootOperationNode } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { listAudit } from '../../src/service/audit.ts'
import { prepareReadChanges } from '../../src/service/changes.ts'
import { type Database, openDatabase } from '../../src/service/database.ts'
import { createSystem, prepareListKeys } from '../../src/service/keys.ts'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { environments } from '../../src/service/profiles/profile.ts'
import type { Reads } from '../../src/service/reads.ts'
import { forgetOld } from '../../src/service/retention.ts'
import { prepareFindBySecret, retireSecrets } from '../../src/service/secrets.ts'
import { prepareSplitKeys } from '../../src/service/shards.ts'
import { prepareFindCaller } from '../../src/service/tokens.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase(':memory:')
})
afterAll(() => database.destroy())

const Step = z.object({ detail: z.string() })

/** How SQLite looks for the rows of each statement that `work` runs. */
const plansOf = async (work: (watched: Database) => unknown): Promise<string[]> => {
  const nodes: RootOperationNode[] = []
  const watched = database.withPlugin({
    transformQuery: ({ node }) => {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await work(watched)
  const details: string[] = []
  for (const node of nodes) {
    const { sql, parameters } = database.getExecutor().compileQuery(node, { queryId: 'plan' })
    const explained = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
    const { rows } = await database.executeQuery(explained)
    details.push(...rows.map(row => Step.parse(row).detail))
  }
  return details
}

/** Builds every statement that is prepared, and finds nothing. */
const readsOf = (watched: Database): Reads => {
  const prepareOne: Reads['prepareOne'] = build => {
    build(watched).compile()
    return () => null
  }
  const prepareMany: Reads['prepareMany'] = build => {
    build(watched).compile()
    return () => []
  }
  return { prepareOne, prepareMany, version: () => 0, close: () => undefined }
}

const act = { environment: 'preview', by: 'admin', now: 1000 } as const
const draft = { name: 'checkout-service', description: null }

// However many keys there are, the cost stays: each reads a range of an index, and sorts nothing.
test.each<[string, string, (watched: Database) => unknown]>([
  ['a page', 'key_list (environment=? AND sequence<?)', on => prepareListKeys(readsOf(on))],
  [
    'a page of a part',
    'key_list (environment=? AND sequence>? AND sequence<?)',
    on => prepareListKeys(readsOf(on)),
  ],
  [
    'a page of one kind',
    'key_kind (environment=? AND kind=? AND sequence<?)',
    on => prepareListKeys(readsOf(on)),
  ],
  [
    'the end of a part',
    'COVERING INDEX key_list (environment=? AND sequence<?)',
    on => prepareSplitKeys(readsOf(on)),
  ],
  ['the feed', 'key_feed (environment=? AND revision>?)', on => prepareReadChanges(readsOf(on))],
  ['a secret', '(hash=?)', on => prepareFindBySecret(readsOf(on))],
  ['a token', '(hash=?)', on => prepareFindCaller(readsOf(on))],
  ['the log', '(rowid<?)', on => listAudit(on, environments, 9, 9)],
  [
    'the log of one environment',
    'audit_list (environment=? AND id<?)',
    on => listAudit(on, ['preview'], 9, 9),
  ],
  ['a call that is old', 'audit_calls (at<?)', on => forgetOld(on, 0)],
  ['a secret that ended', 'secret_end (valid_until<?)', on => forgetOld(on, 0)],
  [
    'a deletion',
    'key_deleted (environment=? AND deleted_at>? AND deleted_at<?)',
    on => forgetOld(on, 0),
  ],
  [
    'a name that is taken',
    'key_name (environment=? AND kind=? AND name_folded=?)',
    on => on.transaction().execute(change => createSystem(change, claviger, act, draft)),
  ],
  [
    'the secrets of a key',
    'secret_key (key_id=?)',
    on => on.transaction().execute(change => retireSecrets(change, 'key', 1, 2)),
  ],
])('%s is found by the index %s', async (_label, index, work) => {
  const plans = await plansOf(work)
  expect(plans.join('\n')).toContain(index)
  for (const plan of plans) expect(plan).toMatch(/^SEARCH /)
})
