import { expect, it } from 'vitest'
import type { Transport } from '../../../src/main/base/transport.ts'
import { AppError } from '../../../src/shared/error.ts'
import { beforeEachConnected, type Services } from './set-up.ts'

let services: Services
let scope: { readonly connection: string; readonly environment: 'preview' }
beforeEachConnected(at => {
  services = at.services
  scope = at.preview
})

/** A service that never answers; `asked` resolves with the first request, `over` when that was taken back. */
const silence = () => {
  const asked = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  const meet = (): Transport => async request => {
    asked.resolve()
    const { promise, reject } = Promise.withResolvers<never>()
    request.signal?.addEventListener('abort', () => {
      over.resolve()
      reject(new AppError({ code: 'cancelled' }))
    })
    return promise
  }
  return { meet, asked: asked.promise, over: over.promise }
}

it.each([
  ['the connection is removed', () => services.connections.remove({ id: scope.connection })],
  ['the scope has moved', async () => services.sync.wake(scope)],
  ['Claviger stops', async () => services.sync.stop()],
])('takes the request of a read back when %s', async (_name, act) => {
  const service = silence()
  services.network.meet(service.meet)
  const read = services.sync.refresh(scope)
  await service.asked
  services.network.meet(null)
  await act()
  await service.over
  expect((await read).error).toBeNull()
})
