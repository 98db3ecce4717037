import { expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { beforeEachConnected, placesOf, type Services } from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
beforeEachConnected(at => {
  ;({ service, services, preview } = at)
})

const cancelled = { code: 'cancelled' } as const

/** Resolves when something was sent that is answered by nobody. */
const sendInto = (): Promise<void> => {
  const sent = Promise.withResolvers<void>()
  services.network.meet(() => ({ signal }) => {
    sent.resolve()
    const { promise, reject } = Promise.withResolvers<never>()
    signal?.addEventListener('abort', () => reject(new AppError(cancelled)))
    return promise
  })
  return sent.promise
}

it.each([
  ['the service’s log', () => services.audit.page({ ...preview, cursor: null })],
  [
    'a check of a key',
    () => {
      services.clipboard.replace('clv_preview_checked')
      return services.keys.check(preview)
    },
  ],
  [
    'a trial',
    () =>
      services.connections
        .test({
          ...{ name: 'another', connector: 'claviger', keep: 'memory', places: placesOf(service) },
          credentials: { preview: service.tokens.preview, production: null },
        })
        .then(trials => {
          if (trials.preview?.ok === false) throw new AppError(trials.preview.error)
        }),
  ],
])('%s is given up when Claviger is locked', async (_name, read) => {
  const sent = sendInto()
  const answer = read().catch(infoOf)
  await sent
  services.lock.close('away')
  expect(await answer).toEqual(cancelled)
  services.lock.open()
  services.network.meet(null)
  await read()
})
