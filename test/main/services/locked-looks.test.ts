import { expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { forgetfulRun, loseCreationOf, type Run } from './forgetful.ts'
import { beforeEachConnected, type Services } from './set-up.ts'

let service: KeyService
let services: Services
let scope: Scope
beforeEachConnected(at => {
  ;({ service, services, preview: scope } = at)
})

const findingOf = async (run: Run, intent: string) => (await run.store.intents.get(intent))?.finding
const isLookedFor = async (run: Run) => (await run.issuing.open()).map(({ looking }) => looking)

/** The first wait is over, and what became of the intent is found. */
const expectFound = async (run: Run, intent: string): Promise<void> => {
  run.clock.advance(5_000)
  await expect.poll(() => findingOf(run, intent)).toMatchObject({ kind: 'made' })
}

/** An hour passes in which nothing is sent. */
const expectSilence = async (run: Run): Promise<void> => {
  const sent = run.network.sent.length
  run.clock.advance(3_600_000)
  // Whatever was to be sent is on its way before somebody else has been answered twice.
  for (const token of Object.values(service.tokens)) await service.ask('GET', '/v1/service', token)
  expect(run.network.sent).toHaveLength(sent)
}

it('a lost answer is not looked for while Claviger is locked, and again as soon as it is not', async () => {
  const run = await forgetfulRun(services)
  const intent = await loseCreationOf(run, scope, 'locked')
  expect(await isLookedFor(run)).toEqual([true])
  run.lock.close('away')
  await expectSilence(run)
  run.lock.open()
  expect(await isLookedFor(run)).toEqual([true])
  await expectFound(run, intent)
})

it('nor by who asked before, and comes to it only then', async () => {
  const run = await forgetfulRun(services)
  const intent = await loseCreationOf(run, scope, 'asked before')
  const asked = [run.issuing.open(), run.issuing.look({ intent }).catch(infoOf)]
  run.lock.close('away')
  const [open, look] = await Promise.all(asked)
  expect(open).toMatchObject([{ id: intent, looking: false }])
  expect(look).toEqual({ code: 'locked' })
  await expectSilence(run)
})

it('a look that a lock gave up, however late it ends, takes nothing from the one after it', async () => {
  const run = await forgetfulRun(services)
  const intent = await loseCreationOf(run, scope, 'given up')
  const { promise: late, resolve: end } = Promise.withResolvers<void>()
  run.network.meet(next => async request => {
    await late
    return next(request)
  })
  const sent = run.network.sent.length
  const look = run.issuing.look({ intent }).catch(infoOf)
  await expect.poll(() => run.network.sent.length).toBeGreaterThan(sent)
  run.lock.close('away')
  run.lock.open()
  expect(await isLookedFor(run)).toEqual([true])
  run.network.meet(null)
  end()
  expect(await look).toEqual({ code: 'cancelled' })
  expect(await isLookedFor(run)).toEqual([true])
  await expectFound(run, intent)
})
