import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { forgetOld, tombstoneDays } from '../../src/service/retention.ts'
import { ChangePage, KeyPage } from '../../src/service/wire.ts'
import { actorIn } from './actor.ts'
import { problemOf, read, startTestService, type TestService } from './harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.remove())

const path = (environment: string, what: string, query: Record<string, string>) =>
  `/v1/environments/${environment}/${what}?${new URLSearchParams(query)}`

const list = async (environment: string, query: Record<string, string> = {}) =>
  read(KeyPage, await service.call('GET', path(environment, 'keys', query)))

const changes = async (environment: string, after: string, limit = '100') =>
  read(ChangePage, await service.call('GET', path(environment, 'changes', { after, limit })))

type Pages = { readonly ids: readonly string[]; readonly changes: string; readonly total: number }

/** Reads the list to its end; `between` runs after every page. */
const readAll = async (
  environment: string,
  limit: string,
  between: () => Promise<unknown> = async () => undefined,
): Promise<Pages> => {
  const first = await list(environment, { limit })
  const ids = first.data.map(({ id }) => id)
  let next = first.nextCursor
  while (next !== null) {
    await between()
    const page = await list(environment, { limit, cursor: next })
    ids.push(...page.data.map(({ id }) => id))
    next = page.nextCursor
  }
  return { ids, changes: first.changes, total: first.total }
}

const readChanges = async (environment: string, after: string, limit: string) => {
  const found: z.infer<typeof ChangePage>['data'] = []
  let page = await changes(environment, after, limit)
  found.push(...page.data)
  while (page.more) {
    page = await changes(environment, page.nextCursor, limit)
    found.push(...page.data)
  }
  return { found, cursor: page.nextCursor }
}

const remove = (id: string, environment = 'preview') =>
  service.call('DELETE', `/v1/environments/${environment}/keys/${id}`)
const suspend = (id: string) => service.call('POST', `/v1/environments/preview/keys/${id}/suspend`)

describe('the list', () => {
  test('is empty at first, with a cursor for what comes', async () => {
    const page = await list('production')
    expect(page).toMatchObject({ data: [], nextCursor: null, total: 0 })
    const { key } = await service.create('first', 'production')
    const after = await changes('production', page.changes)
    expect(after.data).toEqual([{ type: 'upsert', key }])
    await remove(key.id, 'production')
  })

  test('pages newest first through every key once, and keeps the total', async () => {
    const made: string[] = []
    for (let round = 0; round < 7; round += 1)
      made.push((await service.create(`paged ${round}`)).key.id)
    const whole = await readAll('preview', '3')
    expect(whole.ids).toEqual(made.toReversed())
    expect(whole.total).toBe(7)
    expect((await list('preview', { limit: '7' })).nextCursor).toBeNull()
    for (const id of made) await remove(id)
    expect((await list('preview')).total).toBe(0)
  })

  test('and the feed give the truth while others write', async () => {
    const made: string[] = []
    for (let round = 0; round < 12; round += 1)
      made.push((await service.create(`busy ${round}`)).key.id)
    let round = 0
    const pages = await readAll('preview', '2', async () => {
      round += 1
      await service.create(`late ${round}`)
      await remove(made[12 - 2 * round] ?? '')
      await remove(made[round - 1] ?? '')
      await suspend(made[6] ?? '')
    })
    expect(new Set(pages.ids).size).toBe(pages.ids.length)

    const mirror = new Map<string, string>(pages.ids.map(id => [id, 'active']))
    const { found } = await readChanges('preview', pages.changes, '3')
    for (const change of found)
      if (change.type === 'delete') mirror.delete(change.id)
      else mirror.set(change.key.id, change.key.status)

    const truth = await list('preview', { limit: '1000' })
    const current = truth.data.map(({ id, status }) => [id, status] as const)
    expect([...mirror].toSorted()).toEqual(current.toSorted())
    expect(truth.total).toBe(current.length)
    for (const { id } of truth.data) await remove(id)
  })

  test('of writers at once loses none of them', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, at) => service.create(`w${at}`)))
    const { ids, total } = await readAll('preview', '6')
    expect(ids.toSorted()).toEqual(made.map(({ key }) => key.id).toSorted())
    expect(total).toBe(20)
    for (const id of ids) await remove(id)
  })

  test('does not take a cursor of the other environment', async () => {
    for (const name of ['one', 'two']) await service.create(name)
    const { nextCursor } = await list('preview', { limit: '1' })
    const answer = await service.call(
      'GET',
      path('production', 'keys', { cursor: nextCursor ?? '' }),
    )
    expect(problemOf(answer)).toEqual({ status: 400, name: 'cursor-invalid' })
  })
})

describe('the change feed', () => {
  test('tells every key once, in its latest state, oldest change first', async () => {
    const { changes: start } = await list('preview')
    const first = (await service.create('fed 1')).key
    const second = (await service.create('fed 2')).key
    const third = (await service.create('fed 3')).key
    await suspend(first.id)
    await remove(second.id)
    const { found, cursor } = await readChanges('preview', start, '1')
    expect(
      found.map(change =>
        change.type === 'delete' ? ['delete', change.id] : [change.key.status, change.key.id],
      ),
    ).toEqual([
      ['active', third.id],
      ['suspended', first.id],
      ['delete', second.id],
    ])
    const last = found.at(-1)
    expect(last?.type === 'delete' && Date.parse(last.deletedAt)).toBeGreaterThan(0)
    const later = await changes('preview', cursor)
    expect(later).toEqual({ data: [], nextCursor: cursor, more: false })
  })

  test('tells every change, also one of the secret alone, with the ETag that its answer had', async () => {
    const actor = actorIn(service)
    const key = (await service.create('changed in every way')).key.id
    const system = (await actor.system('changed in every way')).id
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const acts = [
      () => actor.edit(key, { name: 'renamed' }),
      () => actor.edit(key, { description: 'described' }),
      () => actor.edit(key, { expiresAt }),
      () => actor.edit(key, { expiresAt: null }),
      () => actor.edit(key, { status: 'suspended' }),
      () => actor.act(key, 'resume'),
      () => actor.act(key, 'suspend'),
      () => actor.rotate(key, 3600),
      () => actor.rotate(key, 0),
      () => actor.act(key, 'revoke'),
      () => actor.act(system, 'generate'),
      () => actor.rotate(system, 0),
      () => actor.act(system, 'revoke'),
    ]
    const etags = new Set<string>()
    for (const act of acts) {
      const { changes: before } = await list('preview')
      const { etag } = (await act()).headers
      const { data } = await changes('preview', before)
      expect(data.map(change => change.type === 'upsert' && change.key.etag)).toEqual([etag])
      etags.add(String(etag))
    }
    expect(etags.size).toBe(acts.length)
  })

  test('says nothing of the other environment', async () => {
    const { changes: start } = await list('production')
    await service.create('not there')
    expect((await changes('production', start)).data).toEqual([])
  })

  test('refuses a cursor that it never issued', async () => {
    const { changes: preview } = await list('preview')
    const forged = Buffer.from(preview, 'base64url')
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
    const other = await startTestService()
    const foreign = read(KeyPage, await other.call('GET', path('preview', 'keys', {}))).changes
    await other.remove()
    for (const after of ['', 'x', forged.toString('base64url'), foreign]) {
      const answer = await service.call('GET', path('preview', 'changes', { after }))
      expect(problemOf(answer)).toEqual({ status: 410, name: 'changes-expired' })
    }
    const crossed = await service.call('GET', path('production', 'changes', { after: preview }))
    expect(problemOf(crossed)).toEqual({ status: 410, name: 'changes-expired' })
  })

  test('refuses a cursor from a future that a restored backup does not have', async () => {
    const { changes: ahead } = await list('preview')
    const { database } = service.service
    const before = await database
      .selectFrom('feed')
      .select('revision')
      .where('environment', '=', 'preview')
      .executeTakeFirstOrThrow()
    const put = (revision: number) =>
      database.updateTable('feed').set({ revision }).where('environment', '=', 'preview').execute()
    await put(before.revision - 1)
    const answer = await service.call('GET', path('preview', 'changes', { after: ahead }))
    await put(before.revision)
    expect(answer.status).toBe(410)
  })

  test('refuses a cursor from before a deletion that is forgotten', async () => {
    const { key } = await service.create('long gone')
    const { changes: before } = await list('preview')
    await remove(key.id)
    const { changes: after } = await list('preview')
    await forgetOld(service.service.database, Date.now() + (tombstoneDays + 1) * 86_400_000)
    const old = await service.call('GET', path('preview', 'changes', { after: before }))
    expect(problemOf(old)).toEqual({ status: 410, name: 'changes-expired' })
    expect((await changes('preview', after)).data).toEqual([])
  })
})
