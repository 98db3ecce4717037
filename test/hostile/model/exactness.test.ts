import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asks } from '../front.ts'
import { answerOf } from '../http-bytes.ts'
import { servedKeys } from '../invariants.ts'
import { tried } from './acts.ts'
import { beforeEachWorld, type Connected, creationIn, knownKey } from './connected.ts'

let at: Connected

const posts = (): number => at.front.seen.filter(asks('POST', '/keys')).length
const open = () => at.world.client.reveals.open(null)
const named = async (name: string): Promise<readonly string[]> =>
  (await servedKeys(at.world, at.world.preview))
    .filter(key => key.name === name)
    .map(({ id }) => id)
const loseAnswers = (times?: number) =>
  at.front.meet(asks('POST', '/keys'), { kind: 'cut-answer', after: 0, how: 'reset' }, times)

describe('at a service that repeats its answers', () => {
  beforeEachWorld('repeats', connected => {
    at = connected
  })

  it('gives the same key when the answer was lost after it was made: one key', async () => {
    loseAnswers(1)
    const wish = creationIn(at.world.preview)
    const { id } = await at.world.client.keys.create(wish)
    const { secret } = await at.world.client.reveals.show({ id })
    expect(await named(wish.draft.name)).toHaveLength(1)
    expect(new Set(at.front.made.map(made => made.secret))).toEqual(new Set([secret]))
    expect(await at.service.verify('preview', secret)).toMatchObject({ valid: true })
  })

  it('sends one request for a double click, a held Enter key and two windows', async () => {
    const wish = creationIn(at.world.preview)
    const { create } = at.world.client.keys
    const all = await Promise.all(Array.from({ length: 20 }, () => create(wish)))
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect([posts(), (await named(wish.draft.name)).length]).toEqual([1, 1])
    // The button again, when the dialog is already there.
    await create(wish)
    expect(posts()).toBe(1)
  })

  it('stops asking when each repetition is answered with a failure, and keeps the intent', async () => {
    const failure = answerOf(500, '{"title":"Failed"}')
    at.front.meet(asks('POST', '/keys'), { kind: 'answer', bytes: () => failure })
    const wish = creationIn(at.world.preview)
    const first = await tried(() => at.world.client.keys.create(wish))
    expect(first.error).toMatchObject({ code: 'outcome-unknown', repeatable: true })
    const asked = posts()
    expect(asked).toBeLessThanOrEqual(3)
    const again = await tried(() => at.world.client.reveals.recover({ intent: wish.intent }))
    expect(again.error).toMatchObject({ code: 'outcome-unknown' })
    expect(posts()).toBeLessThanOrEqual(2 * asked)
    expect((await open()).map(({ id }) => id)).toEqual([wish.intent])
    expect(await named(wish.draft.name)).toHaveLength(1)
  })

  it('takes an edited form for another wish, and sends nothing under the id of the first', async () => {
    loseAnswers()
    const wish = creationIn(at.world.preview)
    await tried(() => at.world.client.keys.create(wish))
    const sent = posts()
    const edited = { ...wish, draft: { ...wish.draft, name: randomUUID() } }
    expect((await tried(() => at.world.client.keys.create(edited))).error).toMatchObject({
      code: 'invalid-input',
    })
    expect(posts()).toBe(sent)
    await at.front.calm()
    await at.world.client.keys.create({ ...edited, intent: randomUUID() })
    expect(await named(edited.draft.name)).toHaveLength(1)
    expect(await named(wish.draft.name)).toHaveLength(1)
  })

  it('hands a secret to the page once', async () => {
    const { id } = await at.world.client.keys.create(creationIn(at.world.preview))
    await at.world.client.reveals.show({ id })
    expect((await tried(() => at.world.client.reveals.show({ id }))).error).toEqual({
      ...{ code: 'not-found', what: 'reveal' },
    })
  })

  it('keeps a secret that waits, through a change of the environment and a lock that asks first', async () => {
    const { id } = await at.world.client.keys.create(creationIn(at.world.preview))
    await at.world.client.keys.watch({ scopes: [at.world.production] })
    expect(await at.world.client.app.lock({ anyway: false })).toEqual({ locked: null, waiting: 1 })
    await at.world.client.app.lock({ anyway: true })
    await at.world.client.app.unlock(null)
    expect((await at.world.client.reveals.pending(null)).map(one => one.id)).toEqual([id])
    const { secret } = await at.world.client.reveals.show({ id })
    expect(await at.service.verify('preview', secret)).toMatchObject({ valid: true })
  })

  it('tells after a lost rotation which secret is the living one', async () => {
    const { id, change } = await knownKey(at)
    loseAnswers()
    const wish = { ...change, intent: randomUUID(), overlapSeconds: 0, told: false }
    await tried(() => at.world.client.keys.rotate(wish))
    await at.front.calm()
    const reveal = await at.world.client.reveals.recover({ intent: wish.intent })
    const { secret } = await at.world.client.reveals.show({ id: reveal.id })
    expect(await at.service.verify('preview', secret)).toMatchObject({ valid: true })
    await at.world.client.keys.refresh(at.world.preview)
    const row = await at.world.client.keys.get({ ...at.world.preview, key: id })
    expect(row?.mask).toBe(reveal.mask)
  })
})
