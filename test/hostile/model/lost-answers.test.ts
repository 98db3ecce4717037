import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isProbablyNotMade } from '../../../src/shared/domain/finding.ts'
import type { Intent } from '../../../src/shared/domain/intent.ts'
import { asks } from '../front.ts'
import { servedKeys } from '../invariants.ts'
import { tried } from './acts.ts'
import { beforeEachWorld, type Connected, creationIn, knownKey } from './connected.ts'

let at: Connected
const take = (connected: Connected): void => {
  at = connected
}

const posts = (): number => at.front.seen.filter(asks('POST', '/keys')).length
const named = async (name: string): Promise<readonly string[]> =>
  (await servedKeys(at.world, at.world.preview))
    .filter(key => key.name === name)
    .map(({ id }) => id)
const found = async (intent: string): Promise<Intent['finding']> =>
  (await at.world.client.reveals.look({ intent }))?.finding ?? null
const foundIds = async (intent: string): Promise<readonly string[]> => {
  const finding = await found(intent)
  return finding?.kind === 'made' ? finding.keys.map(({ id }) => id) : []
}

/** A creation of which the service has all or nothing, and the application no answer. */
const loseCreation = async (arrives: boolean, name: string = randomUUID()) => {
  const after = arrives ? Number.POSITIVE_INFINITY : 0
  at.front.meet(asks('POST', '/keys'), { kind: 'cut-request', after, how: 'reset' })
  const wish = creationIn(at.world.preview, name)
  const { error } = await tried(() => at.world.client.keys.create(wish))
  expect(error).toEqual({ code: 'outcome-unknown', intent: wish.intent, repeatable: false })
  expect(posts()).toBe(1)
  await at.front.calm()
  return wish
}

/** So long that another look counts as another. */
const later = (): void => at.clock.advance(60_000)

const hour = 3_600_000

for (const [where, skewMs] of [
  ['with clocks that agree', 0],
  ['with a clock one hour ahead', hour],
  ['with a clock one hour behind', -hour],
] as const)
  describe(`at a service that repeats nothing, ${where}`, () => {
    beforeEachWorld('anew', take, skewMs)

    it('sends once, and finds the key whose secret nobody has seen', async () => {
      const { intent, draft } = await loseCreation(true)
      const made = await named(draft.name)
      expect(await foundIds(intent)).toEqual(made)
      expect(made).toHaveLength(1)
      expect(posts()).toBe(1)
    })

    it('takes no key that was there before for the lost one', async () => {
      const { name } = await knownKey(at)
      const { intent } = await loseCreation(false, name)
      expect(await foundIds(intent)).toEqual([])
      later()
      expect(await found(intent)).toMatchObject({ kind: 'not-seen' })
    })
  })

describe('at a service that repeats nothing', () => {
  beforeEachWorld('anew', take)

  it('deletes the key that nobody has seen with one command, and makes a new one with another', async () => {
    const { intent, draft } = await loseCreation(true)
    const [key = ''] = await foundIds(intent)
    await at.world.client.reveals.abandon({ intent, key })
    expect(await named(draft.name)).toEqual([])
    expect(await at.world.client.reveals.open(null)).toEqual([])
    const { id } = await at.world.client.keys.create(creationIn(at.world.preview, draft.name))
    const { secret } = await at.world.client.reveals.show({ id })
    expect(await at.service.verify('preview', secret)).toMatchObject({ valid: true })
    expect(await named(draft.name)).toHaveLength(1)
  })

  it('says that it was probably not made after two looks that are apart, and lets a person decide', async () => {
    const { intent, draft } = await loseCreation(false)
    await found(intent)
    later()
    await found(intent)
    const [unfinished] = await at.world.client.reveals.open(null)
    expect(unfinished?.id).toBe(intent)
    expect(isProbablyNotMade(unfinished?.finding ?? null)).toBe(true)
    expect(await named(draft.name)).toEqual([])
    expect(posts()).toBe(1)
  })

  it('shows a key of the same name that somebody else made meanwhile too, and deletes none', async () => {
    const { intent, draft } = await loseCreation(true)
    await at.service.createKey('preview', { name: draft.name })
    const both = await named(draft.name)
    expect([...(await foundIds(intent))].sort()).toEqual([...both].sort())
    expect(both).toHaveLength(2)
  })

  it('lets go of a lost key that somebody else deletes', async () => {
    const { intent } = await loseCreation(true)
    const [key = ''] = await foundIds(intent)
    await at.service.deleteKey('preview', key)
    later()
    expect(await at.world.client.reveals.look({ intent })).toBeNull()
    expect(await at.world.client.reveals.open(null)).toEqual([])
  })

  it.each([true, false])(
    'tells of a lost rotation which secret is the living one, when it arrived: %s',
    async arrived => {
      const { key, secret } = await at.service.createKey('preview', { name: randomUUID() })
      await at.world.client.keys.refresh(at.world.preview)
      const target = { ...at.world.preview, key: key.id }
      const row = await at.world.client.keys.get(target)
      const wish = { ...target, version: row?.version ?? null, intent: randomUUID() }
      const after = arrived ? Number.POSITIVE_INFINITY : 0
      at.front.meet(asks('POST', '/rotate'), { kind: 'cut-request', after, how: 'reset' })
      const rotate = { ...wish, overlapSeconds: 0, told: false }
      expect((await tried(() => at.world.client.keys.rotate(rotate))).error).toMatchObject({
        code: 'outcome-unknown',
      })
      await at.front.calm()
      await found(wish.intent)
      later()
      const finding = await found(wish.intent)
      const isDead = !(await isValid(secret))
      expect(isDead).toBe(arrived)
      expect(finding?.kind).toBe(arrived ? 'made' : 'not-seen')
      expect(posts()).toBe(1)
    },
  )
})

const isValid = async (secret: string): Promise<boolean> => {
  const said = await at.service.verify('preview', secret)
  return said instanceof Object && 'valid' in said && said.valid === true
}
