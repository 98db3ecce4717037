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

it('lets a read be repeated, unless it is itself a repetition that a failure brought about', async () => {
  const once: unknown[] = []
  services.network.meet(
    (): Transport => async request => {
      once.push(request.once)
      throw new AppError({ code: 'interrupted' })
    },
  )
  await services.sync.refresh(scope)
  expect(once.splice(0)).toEqual([false])
  services.sync.watch([scope])
  await expect.poll(() => once.splice(0)).toEqual([true])
  // A person asks, and wants an answer.
  await services.sync.refresh(scope)
  expect(once).toEqual([false])
})
