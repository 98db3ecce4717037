import { describe, expect, it } from 'vitest'
import { limitCrowd, mostRequests } from '../../../src/main/ipc/crowd.ts'

const busy = { ok: false, error: { code: 'busy' } }
const fine = { ok: true, value: null } as const

describe('a page that asks too much', () => {
  it('is refused after a burst, before a handler runs', async () => {
    let runs = 0
    const router = limitCrowd(
      async () => {
        runs += 1
        return fine
      },
      () => 0,
    )
    const answers = []
    for (let count = 0; count < 10_000; count += 1) answers.push(await router('keys.get', null))
    expect(runs).toBe(mostRequests.burst)
    expect(answers.filter(answer => !answer.ok)).toHaveLength(10_000 - mostRequests.burst)
    expect(answers.at(-1)).toEqual(busy)
  })

  it('is heard again as time goes by', async () => {
    let now = 0
    const router = limitCrowd(
      async () => fine,
      () => now,
    )
    for (let count = 0; count < 10_000; count += 1) await router('keys.get', null)
    now += 10
    const soon = [await router('a', null), await router('a', null), await router('a', null)]
    expect(soon.map(({ ok }) => ok)).toEqual([true, true, false])
    now += 60 * 60 * 1000
    const later = []
    for (let count = 0; count <= mostRequests.burst; count += 1) later.push(await router('a', null))
    expect(later.filter(({ ok }) => ok)).toHaveLength(mostRequests.burst)
  })

  it('has so many requests under way and no more, and one more for each that is answered', async () => {
    const answers: (() => void)[] = []
    const router = limitCrowd(
      () => new Promise(resolve => answers.push(() => resolve(fine))),
      () => 0,
    )
    const asked = Array.from({ length: mostRequests.underWay }, () => router('keys.get', null))
    expect(await router('keys.get', null)).toEqual(busy)
    answers[0]?.()
    await asked[0]
    const next = router('keys.get', null)
    expect(answers).toHaveLength(mostRequests.underWay + 1)
    for (const answer of answers) answer()
    expect(await next).toEqual(fine)
  })

  it('gets the place of a request that failed back', async () => {
    const router = limitCrowd(
      async () => {
        throw new Error('a bug')
      },
      () => 0,
    )
    for (let count = 0; count < mostRequests.underWay; count += 1)
      await expect(router('a', null)).rejects.toThrow()
    await expect(router('a', null)).rejects.toThrow('a bug')
  })
})
