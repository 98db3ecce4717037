import { expect, it } from 'vitest'
import type { Transport } from '../../../src/main/base/transport.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import type { Proof } from '../../../src/shared/domain/proof.ts'
import { beforeEachConnected, makeKey, type Services } from './set-up.ts'

let services: Services
let preview: Scope
beforeEachConnected(at => {
  ;({ services, preview } = at)
})

const isVerification = (path: string) => path.endsWith('/verification')
const asked = () => services.network.sent.filter(isVerification).length
const reaches = (state: Proof['state']) =>
  expect.poll(async () => (await services.proofs.list())[0]?.state).toBe(state)

/** The service goes on to say that the key is taken. */
const alive =
  (next: Transport): Transport =>
  async request =>
    isVerification(new URL(request.url).pathname)
      ? {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ valid: true, code: 'VALID' }),
        }
      : next(request)

/** A key is revoked, and taken all the same: it will be asked about again. */
const begin = async () => {
  const { change } = await makeKey(services, preview)
  services.network.meet(alive)
  await services.keys.revoke(change)
  await expect.poll(() => services.clock.pending()).toBeGreaterThan(0)
  return change
}

const wait = async (milliseconds: number): Promise<void> => {
  const before = asked()
  services.clock.advance(milliseconds)
  await expect.poll(asked).toBe(before + 1)
  await expect.poll(() => services.clock.pending()).toBeGreaterThan(0)
}

/** Nothing is held to ask with: nor is anything asked by a person, nor by itself. */
const expectNothingHeld = async (): Promise<void> => {
  const [proof] = await services.proofs.list()
  expect(proof).toMatchObject({ askable: false })
  const before = asked()
  services.lock.open()
  await services.proofs.again({ id: proof?.id ?? '' })
  services.clock.advance(60_000)
  expect(asked()).toBe(before)
}

it('a proof that is under way when Claviger is locked may end', async () => {
  await begin()
  services.lock.close('away')
  services.network.meet(null)
  services.clock.advance(1000)
  await reaches('confirmed')
  const lines = (await services.store.activity.list(null, 5)).map(({ kind }) => kind)
  expect(lines).toContain('confirmed-dead')
})

it('one that has ended holds nothing any longer with which the service could be asked again', async () => {
  await begin()
  for (const milliseconds of [1000, 1500, 2250, 250]) await wait(milliseconds)
  await reaches('still-accepted')
  expect(await services.proofs.list()).toMatchObject([{ askable: true }])
  services.lock.close('away')
  expect(await services.proofs.list()).toMatchObject([{ state: 'still-accepted' }])
  await expectNothingHeld()
})

it('one that ends meanwhile holds it for a minute at most, as does one that does not end', async () => {
  await begin()
  services.lock.close('away')
  for (const milliseconds of [1000, 1500, 2250, 250]) await wait(milliseconds)
  await reaches('still-accepted')
  services.clock.advance(60_000)
  await expectNothingHeld()
})

it('a change that is answered while Claviger is locked is proved in the same minute', async () => {
  const { change } = await makeKey(services, preview)
  const { promise: late, resolve: answer } = Promise.withResolvers<void>()
  services.network.meet(next => {
    const onwards = alive(next)
    return async request => {
      if (request.method === 'POST') await late
      return onwards(request)
    }
  })
  const revoking = services.keys.revoke(change)
  await expect.poll(async () => (await services.proofs.list())[0]?.state).toBe('requested')
  services.lock.close('away')
  answer()
  await revoking
  await reaches('accepted')
  services.clock.advance(60_000)
  await reaches('unproven')
  await expectNothingHeld()
})

it('unlocked within that minute, it goes on', async () => {
  await begin()
  services.lock.close('away')
  services.lock.open()
  for (const milliseconds of [1000, 1500, 2250, 250]) await wait(milliseconds)
  await reaches('still-accepted')
  services.clock.advance(60_000)
  expect(await services.proofs.list()).toMatchObject([{ askable: true }])
})
