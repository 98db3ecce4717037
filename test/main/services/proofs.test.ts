import { describe, expect, it } from 'vitest'
import type { Transport } from '../../../src/main/base/transport.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import type { Proof } from '../../../src/shared/domain/proof.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  changeOf,
  failing,
  makeKey,
  type Services,
  type servicesOver,
} from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
beforeEachConnected(at => {
  ;({ service, services, preview } = at)
})

type Run = Awaited<ReturnType<typeof servicesOver>>

const stateOf = async (of: Pick<Run, 'proofs'>) => (await of.proofs.list()).at(-1)?.state
const reaches = (of: Pick<Run, 'proofs'>, state: Proof['state']) =>
  expect.poll(() => stateOf(of)).toBe(state)
/** What the log of this computer says of proofs, newest first. */
const logged = async (of: Pick<Run, 'store'>) =>
  (await of.store.activity.list(null, 50))
    .map(({ kind }) => kind)
    .filter(kind => ['confirmed-dead', 'still-accepted', 'not-confirmed'].includes(kind))

const isVerification = (url: string) => new URL(url).pathname.endsWith('/verification')
const asked = (of: Pick<Run, 'network'>) =>
  of.network.sent.filter(line => line.endsWith('/verification')).length

/** What is late: the service says of a key what it said before it was changed. */
const late = (of: Pick<Run, 'network'>, answer: unknown = { valid: true, code: 'VALID' }) => {
  const meet =
    (next: Transport): Transport =>
    async request =>
      isVerification(request.url)
        ? {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(answer),
          }
        : next(request)
  of.network.meet(meet)
  return () => of.network.meet(null)
}

/** As much time as lies before the next question passes, and the answer has come. */
const nextAnswer = async (of: Pick<Run, 'clock' | 'network'>, milliseconds = 5000) => {
  const before = asked(of)
  await expect.poll(() => of.clock.pending()).toBeGreaterThan(0)
  of.clock.advance(milliseconds)
  await expect.poll(() => asked(of)).toBe(before + 1)
}

describe('a key that was ended', () => {
  it.each(['suspend', 'revoke', 'delete'] as const)(
    'by %s is found dead, and that is kept',
    async effect => {
      const { change } = await makeKey(services, preview)
      await services.keys[effect](change)
      await reaches(services, 'confirmed')
      const [proof] = await services.proofs.list()
      expect(proof).toMatchObject({ effect, name: 'checkout', key: change.key, askable: false })
      expect(
        services.events.filter(({ name }) => name === 'proofs-changed').length,
      ).toBeGreaterThan(2)
      await expect.poll(() => logged(services)).toEqual(['confirmed-dead'])
    },
  )

  it('by an edit that suspends it is found dead too, and by another edit nothing is asked', async () => {
    const { change } = await makeKey(services, preview)
    await services.keys.edit({ ...change, edit: { name: 'renamed' } })
    expect(await services.proofs.list()).toEqual([])
    const next = await changeOf(services, preview, change.key)
    await services.keys.edit({ ...next, edit: { state: 'suspended' } })
    await reaches(services, 'confirmed')
  })

  it('is not said to be dead by the answer to the change alone', async () => {
    const { change } = await makeKey(services, preview)
    const recover = late(services)
    await services.keys.revoke(change)
    await nextAnswer(services, 1000)
    expect(await stateOf(services)).toBe('accepted')
    recover()
    await nextAnswer(services, 1500)
    await reaches(services, 'confirmed')
  })

  it('and is accepted to the end of the time for it is said to be, and can be asked about again', async () => {
    const { change } = await makeKey(services, preview)
    const recover = late(services)
    await services.keys.revoke(change)
    // The service says that changes are in force at once: it is given 5 s.
    for (const wait of [1000, 1500, 2250]) await nextAnswer(services, wait)
    expect(await stateOf(services)).toBe('accepted')
    await nextAnswer(services, 250)
    await reaches(services, 'still-accepted')
    const [proof] = await services.proofs.list()
    expect(proof).toMatchObject({ askable: true, graceSeconds: 5 })
    expect(await logged(services)).toEqual(['still-accepted'])
    recover()
    await services.proofs.again({ id: proof?.id ?? '' })
    await reaches(services, 'confirmed')
    expect(await services.proofs.list()).toHaveLength(1)
  })

  it('is neither dead nor alive by answers that say nothing of it', async () => {
    const { change } = await makeKey(services, preview)
    late(services)
    await services.keys.revoke(change)
    late(services, { valid: false, code: 'QUARANTINED' })
    for (const wait of [1000, 1500]) await nextAnswer(services, wait)
    services.network.meet(() => failing({ code: 'timeout', seconds: 30 }))
    for (const wait of [2250, 250]) await nextAnswer(services, wait)
    await reaches(services, 'unproven')
    expect(await services.proofs.list()).toMatchObject([{ reason: 'failed', askable: true }])
    await expect.poll(() => logged(services)).toEqual(['not-confirmed'])
  })

  it('is asked about no longer once the credential is refused', async () => {
    const { change } = await makeKey(services, preview)
    late(services)
    await services.keys.revoke(change)
    await nextAnswer(services, 1000)
    services.network.meet(() => failing({ code: 'unauthorized', environment: 'preview' }))
    await nextAnswer(services, 1500)
    await reaches(services, 'unproven')
  })

  it('is not called dead by who knows it as suspended only, when it was deleted', async () => {
    const { change } = await makeKey(services, preview)
    await services.keys.suspend(change)
    await reaches(services, 'confirmed')
    const recover = late(services, { valid: false, code: 'SUSPENDED' })
    await services.keys.delete(await changeOf(services, preview, change.key))
    await nextAnswer(services, 1000)
    expect(await stateOf(services)).toBe('accepted')
    recover()
    await nextAnswer(services, 1500)
    await reaches(services, 'confirmed')
  })

  it('is asked about no longer by who asks to be left alone for longer than that', async () => {
    const { change } = await makeKey(services, preview)
    late(services)
    await services.keys.revoke(change)
    services.network.meet(() => failing({ code: 'rate-limited', retryAfterMs: 60_000 }))
    await nextAnswer(services, 1000)
    await reaches(services, 'unproven')
    expect(await services.proofs.list()).toMatchObject([{ askable: true }])
    expect(services.clock.now()).toBeLessThan((await services.proofs.list())[0]?.until ?? 0)
  })

  it('and was found alive stays so while nobody can tell more, however many others follow', async () => {
    const { change } = await makeKey(services, preview)
    const recover = late(services)
    await services.keys.revoke(change)
    for (const wait of [1000, 1500, 2250, 250]) await nextAnswer(services, wait)
    await reaches(services, 'still-accepted')
    const [alive] = await services.proofs.list()
    expect(alive?.aliveAt).toBe(alive?.endedAt)
    const again = () => services.proofs.again({ id: alive?.id ?? '' })
    services.network.meet(() => failing({ code: 'unauthorized', environment: 'preview' }))
    await again()
    await reaches(services, 'unproven')
    expect(await services.proofs.list()).toMatchObject([{ aliveAt: alive?.aliveAt }])
    recover()
    await again()
    await reaches(services, 'confirmed')
    expect(await services.proofs.list()).toMatchObject([{ aliveAt: null }])
  })

  it('can be forgotten about, after a while by itself', async () => {
    const { change } = await makeKey(services, preview)
    late(services)
    await services.keys.revoke(change)
    for (const wait of [1000, 1500, 2250, 250]) await nextAnswer(services, wait)
    await reaches(services, 'still-accepted')
    services.clock.advance(15 * 60_000)
    expect(await services.proofs.list()).toMatchObject([{ askable: false }])
    const [proof] = await services.proofs.list()
    const before = asked(services)
    await services.proofs.again({ id: proof?.id ?? '' })
    await services.proofs.dismiss({ id: proof?.id ?? '' })
    expect(await services.proofs.list()).toEqual([])
    expect(asked(services)).toBe(before)
  })
})

describe('what ends a proof that is under way', () => {
  const begin = async () => {
    const { change } = await makeKey(services, preview)
    late(services)
    await services.keys.suspend(change)
    await expect.poll(() => services.clock.pending()).toBeGreaterThan(0)
    return change
  }

  it('that the key is restored', async () => {
    const change = await begin()
    await services.keys.resume(await changeOf(services, preview, change.key))
    expect(await services.proofs.list()).toEqual([])
  })

  it('that the key is restored, whatever is answered afterwards to what was asked before', async () => {
    const change = await begin()
    const answers: (() => void)[] = []
    services.network.meet(next => async request => {
      if (!isVerification(request.url)) return next(request)
      await new Promise<void>(resolve => answers.push(resolve))
      throw new AppError({ code: 'unauthorized', environment: 'preview' })
    })
    await nextAnswer(services, 1000)
    await services.keys.resume(await changeOf(services, preview, change.key))
    for (const answer of answers) answer()
    await services.sync.refresh(preview)
    expect(await services.proofs.list()).toEqual([])
    expect(await logged(services)).toEqual([])
  })

  it('that another change ends the key: the last one is asked about', async () => {
    const change = await begin()
    await services.keys.revoke(await changeOf(services, preview, change.key))
    expect(await services.proofs.list()).toMatchObject([{ effect: 'revoke', state: 'accepted' }])
  })

  it('that its connection is removed', async () => {
    await begin()
    await services.connections.remove({ id: preview.connection })
    expect(await services.proofs.list()).toEqual([])
  })

  it('that another credential leads there: it may be of who does not know the key', async () => {
    await begin()
    const before = asked(services)
    const credential = service.tokens.preview
    await services.connections.authenticate({ ...preview, credential, keep: 'memory' })
    const unproven = { state: 'unproven', reason: 'failed', askable: false }
    expect(await services.proofs.list()).toMatchObject([unproven])
    await expect.poll(() => logged(services)).toEqual(['not-confirmed'])
    services.clock.advance(60_000)
    await services.proofs.again({ id: (await services.proofs.list())[0]?.id ?? '' })
    expect(asked(services)).toBe(before)
  })

  it('that its address was changed: what was alive stays in sight, and is not asked about there', async () => {
    const change = await begin()
    for (const wait of [1000, 1500, 2250, 250]) await nextAnswer(services, wait)
    await reaches(services, 'still-accepted')
    const { id, name, places } = (await services.connections.list())[0] ?? expect.fail()
    await services.connections.edit({ id, name: `${name}, renamed`, places })
    const alive = { state: 'still-accepted', key: change.key, askable: false }
    expect(await services.proofs.list()).toMatchObject([alive])
  })

  it('that Claviger quits, which claims nothing', async () => {
    await begin()
    await services.proofs.stop()
    expect(await services.proofs.list()).toEqual([])
    expect(await logged(services)).toEqual(['not-confirmed'])
  })
})

describe('a change', () => {
  it('that did not come about leaves nothing to prove', async () => {
    const { change } = await makeKey(services, preview)
    const failure = await services.keys.revoke({ ...change, version: '"old"' }).catch(infoOf)
    expect(failure).toEqual({ code: 'changed-elsewhere' })
    expect(await services.proofs.list()).toEqual([])
  })

  it('that somebody else had made before claims nothing', async () => {
    const { change } = await makeKey(services, preview)
    await service.deleteKey('preview', change.key)
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
    expect(await services.proofs.list()).toEqual([])
    expect(await logged(services)).toEqual([])
  })

  it('that did not come about leaves standing what was found before', async () => {
    const { change } = await makeKey(services, preview)
    await services.keys.suspend(change)
    await reaches(services, 'confirmed')
    await services.keys.delete({ ...change, version: '"old"' }).catch(infoOf)
    expect(await services.proofs.list()).toMatchObject([{ effect: 'suspend', state: 'confirmed' }])
  })

  it('is not called proved by a refusal that was there before it', async () => {
    const { change } = await makeKey(services, preview)
    late(services, { valid: false, code: 'NOT_FOUND' })
    await services.keys.revoke(change)
    expect(await services.proofs.list()).toMatchObject([{ state: 'unproven', reason: 'failed' }])
  })

  it('is not held up by who does not answer', async () => {
    const { change } = await makeKey(services, preview)
    services.network.meet(
      next => request =>
        isVerification(request.url) ? new Promise(() => undefined) : next(request),
    )
    const revoked = services.keys.revoke(change)
    await expect.poll(() => asked(services)).toBe(1)
    services.clock.advance(2000)
    expect(await revoked).toMatchObject({ state: 'revoked' })
    expect(await services.proofs.list()).toMatchObject([{ state: 'unproven', reason: 'failed' }])
  })

  it('does not fail because nobody can be asked about it', async () => {
    const { change } = await makeKey(services, preview)
    services.network.meet(next => async request => {
      if (isVerification(request.url)) throw new AppError({ code: 'service-failed', status: 500 })
      return next(request)
    })
    await services.keys.revoke(change)
    expect(await services.proofs.list()).toMatchObject([{ state: 'unproven', reason: 'failed' }])
  })
})

it('asks nothing about a system that has no key', async () => {
  await services.sync.refresh(preview)
  const { key } = await service.createSystem('preview', 'no key yet')
  await services.sync.refresh(preview)
  await services.keys.delete(await changeOf(services, preview, key.id))
  expect(await services.proofs.list()).toEqual([])
})
