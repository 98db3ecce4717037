import type { Transport } from '../../../src/main/base/transport.ts'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import type { Connector } from '../../../src/main/connectors/connector.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import { fakeClock } from '../../fakes.ts'
import { creationOf, loseAnswers, type Services, servicesOver, shareKeychain } from './set-up.ts'

type From = Pick<Services, 'store' | 'vault' | 'clock'>

/** A run of the application to which the service is one that repeats no answer; `offMs` is how far its clock is ahead. */
export const forgetfulRun = async (
  of: From,
  {
    offMs = 0,
    change = {},
  }: { readonly offMs?: number; readonly change?: Partial<Connector> } = {},
) => {
  const clock = fakeClock(of.clock.now() + offMs)
  const connector: Connector = { ...claviger, replayMs: null, ...change }
  const run = await servicesOver(of.store, undefined, clock, [connector])
  await shareKeychain(of, run)
  return run
}

export type Run = Awaited<ReturnType<typeof forgetfulRun>>

/** The application's requests that change something do not reach the service. */
export const loseRequests =
  (next: Transport): Transport =>
  async request => {
    if (request.method === 'POST') throw new AppError({ code: 'interrupted' })
    return next(request)
  }

/** Runs `work`, whose answer is lost, as is every other; answers the intent of which nobody knows more. */
export const lose = async (
  run: Run,
  work: () => Promise<unknown>,
  between = loseAnswers(Number.POSITIVE_INFINITY),
): Promise<string> => {
  run.network.meet(between)
  const failure = await work().catch(infoOf)
  run.network.meet(null)
  const isLost = failure instanceof Object && 'intent' in failure
  if (!isLost) throw new Error(`It was not lost: ${JSON.stringify(failure)}`)
  return String(failure.intent)
}

export const loseCreationOf = (
  run: Run,
  scope: Parameters<typeof creationOf>[0],
  name: string,
  between?: (next: Transport) => Transport,
) => lose(run, () => run.issuing.create(creationOf(scope, name)), between)

export const posts = (run: Run): readonly string[] =>
  run.network.sent.filter(line => !line.startsWith('GET'))
