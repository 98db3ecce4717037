import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { intent } from '../platform/store/samples.ts'
import { removeFolder, type Services, startServices } from './set-up.ts'

let services: Services
beforeEach(async () => {
  services = await startServices()
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const scope = {
  connection: '5a3b7c1e-9d2f-4e6a-8b0c-1d2e3f4a5b6c',
  environment: 'preview',
} as const
const steps = [
  'show',
  'copy',
  'hidden',
  'acknowledge',
  'lock',
  'unlock',
  'hold-again',
  'pause',
] as const

it('delivers a secret to the page at most once, in whatever order and however much at once it is asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 25 }), async order => {
      const wish = intent(scope, { state: 'acknowledged', key: 'key_1' })
      const hold = () =>
        services.reveals.hold(wish, { key: 'key_1', name: 'a', mask: null }, secret('clv_canary'))
      const { id } = hold()
      let acknowledged = false
      const delivered: string[] = []
      const underWay: Promise<unknown>[] = []
      const settle = () => Promise.all(underWay.splice(0))
      for (const step of order) {
        switch (step) {
          case 'show': {
            const late = acknowledged
            const shown = services.reveals.show({ id }).then(answer => {
              if (late) throw new Error('delivered after it was stored')
              delivered.push(answer.secret)
            })
            underWay.push(
              shown.catch(cause => expect(infoOf(cause)?.code).toMatch(/^(not-found|locked)$/)),
            )
            break
          }
          case 'copy':
            underWay.push(services.reveals.copy({ id }).catch(infoOf))
            break
          case 'hidden':
            underWay.push(services.visible.drop({ id }))
            break
          case 'acknowledge':
            acknowledged = true
            underWay.push(services.reveals.acknowledge({ id }).catch(infoOf))
            break
          case 'lock':
            services.lock.close('away')
            break
          case 'unlock':
            services.lock.open()
            break
          case 'hold-again':
            // What the same intent is answered again is the same reveal while it waits.
            if (!acknowledged) expect(hold().id).toBe(id)
            break
          default:
            await settle()
        }
      }
      await settle()
      expect(delivered.length).toBeLessThanOrEqual(1)
      services.lock.open()
      if (acknowledged) expect(services.reveals.pending()).toEqual([])
      else await services.reveals.acknowledge({ id })
    }),
    { numRuns: 100 },
  )
})

it('is guessed by nobody', async () => {
  const { id } = services.reveals.hold(
    intent(scope),
    { key: 'key_1', name: 'a', mask: null },
    secret('clv_canary'),
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uuid(), fc.string()), async guess => {
      fc.pre(guess !== id)
      const answer = await services.reveals.show({ id: guess }).catch(infoOf)
      expect(answer).toEqual({ code: 'not-found', what: 'reveal' })
    }),
  )
})
