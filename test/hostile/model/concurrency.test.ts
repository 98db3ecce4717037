import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asks, type Fault } from '../front.ts'
import { answerOf } from '../http-bytes.ts'
import { checkKeys, servedKeys } from '../invariants.ts'
import { tried } from './acts.ts'
import { beforeEachWorld, type Connected, creationIn, knownKey } from './connected.ts'

let at: Connected
beforeEachWorld('repeats', connected => {
  at = connected
})

const served = async (id: string) =>
  (await servedKeys(at.world, at.world.preview)).find(key => key.id === id)

const requests = (method: string, part: string): number =>
  at.front.seen.filter(asks(method, part)).length

const search = async (text: string): Promise<readonly string[]> => {
  const { rows } = await at.world.client.keys.window({
    ...{ scope: at.world.preview, kind: null, search: text, states: null, offset: 0, limit: 200 },
    sort: { column: 'name', descending: false },
  })
  return rows.map(({ name }) => name)
}

describe('two at once', () => {
  it('loses no update when two administrators rename a key', async () => {
    const { id, change } = await knownKey(at)
    const [theirs, mine] = [randomUUID(), randomUUID()]
    await at.service.edit('preview', id, { name: theirs })
    const { keys } = at.world.client
    expect(await tried(() => keys.edit({ ...change, edit: { name: mine } }))).toMatchObject({
      error: { code: 'changed-elsewhere' },
    })
    expect(await served(id)).toMatchObject({ name: theirs })
    await keys.refresh(at.world.preview)
    expect(await keys.get(change)).toMatchObject({ name: theirs })
  })

  it.each(['suspend', 'revoke', 'delete'] as const)(
    'does not %s a key that was revoked elsewhere while the dialog was open, and says so',
    async what => {
      const { id, change } = await knownKey(at)
      await at.service.act('preview', id, 'revoke')
      expect(await tried<unknown>(() => at.world.client.keys[what](change))).toMatchObject({
        error: { code: 'changed-elsewhere' },
      })
      expect(await served(id)).toMatchObject({ status: 'revoked' })
      await at.world.client.keys.refresh(at.world.preview)
      expect(await at.world.client.keys.get(change)).toMatchObject({ state: 'revoked' })
    },
  )

  it('filters what is known while a refresh is under way, and what it brought afterwards', async () => {
    const tag = randomUUID()
    await knownKey(at, `${tag} before`)
    await at.service.createKey('preview', { name: `${tag} after` })
    const held = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    at.front.meet(
      asks('GET', '/changes'),
      {
        kind: 'speak',
        speak: async ({ end }) => {
          asked.resolve()
          await held.promise
          end('reset')
        },
      },
      1,
    )
    const refreshing = at.world.client.keys.refresh(at.world.preview)
    await asked.promise
    expect(await search(tag)).toEqual([`${tag} before`])
    expect(await search('no such key')).toEqual([])
    held.resolve()
    await refreshing
    await at.world.client.keys.refresh(at.world.preview)
    expect(await search(tag)).toEqual([`${tag} after`, `${tag} before`])
  })

  it('asks once for a storm of refreshes', async () => {
    const before = [requests('GET', '/profile'), requests('GET', '/changes')]
    const { keys } = at.world.client
    const states = await Promise.all(
      Array.from({ length: 60 }, () => keys.refresh(at.world.preview)),
    )
    expect(new Set(states.map(({ phase }) => phase))).toEqual(new Set(['live']))
    const [profiles = 0, feeds = 0] = before
    expect([requests('GET', '/profile'), requests('GET', '/changes')]).toEqual([
      profiles + 1,
      feeds + 1,
    ])
  })

  it('lets go of a new key that somebody deletes while the whole list is read', async () => {
    const { keys } = at.world.client
    const { preview } = at.world
    const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const gone = answerOf(410, '{"title":"The changes are not kept for so long"}')
    at.front.meet(asks('GET', '/preview/changes'), { kind: 'answer', bytes: gone }, 1)
    const speak: Extract<Fault, { kind: 'speak' }>['speak'] = async ({ socket }, { path }) => {
      asked.resolve()
      await held.promise
      const { body } = await at.service.ask('GET', path, at.service.tokens.preview)
      socket.write(answerOf(200, JSON.stringify(body)))
    }
    at.front.meet(asks('GET', '/preview/keys'), { kind: 'speak', speak }, 1)
    const reading = keys.refresh(preview)
    await asked.promise
    const { key } = await keys.create(creationIn(preview))
    await at.service.deleteKey('preview', key)
    held.resolve()
    await reading
    await keys.refresh(preview)
    expect(await keys.get({ ...preview, key })).toBeNull()
  })

  it('leaves a late answer of the environment before where it belongs', async () => {
    const { key } = await at.service.createKey('production', { name: randomUUID() })
    at.front.meet(asks('GET', '/production/'), { kind: 'delay', ms: 200 }, 1)
    const { keys } = at.world.client
    await keys.watch({ scopes: [at.world.production] })
    const late = keys.refresh(at.world.production)
    await keys.watch({ scopes: [at.world.preview] })
    await Promise.all([late, keys.refresh(at.world.preview)])
    expect(await keys.get({ ...at.world.preview, key: key.id })).toBeNull()
    await checkKeysOf()
  })

  const checkKeysOf = async () => {
    for (const scope of at.world.scopes) await at.world.client.keys.refresh(scope)
    await checkKeys(at.world)
  }

  it('creates in both environments at once, each key where it was asked for', async () => {
    const { keys, reveals } = at.world.client
    const made = await Promise.all(at.world.scopes.map(scope => keys.create(creationIn(scope))))
    for (const { id, key, environment } of made) {
      const { secret } = await reveals.show({ id })
      expect(await at.service.verify(environment, secret)).toMatchObject({ valid: true })
      expect(
        (await servedKeys(at.world, at.world[environment])).some(served => served.id === key),
      ).toBe(true)
    }
    await checkKeysOf()
  })
})
