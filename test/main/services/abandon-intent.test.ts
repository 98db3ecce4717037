import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  creationOf,
  failing,
  loseCreation,
  namedAt,
  nextRun,
  type Services,
  servicesOver,
  shareKeychain,
} from './set-up.ts'

let service: KeyService
let services: Services
let scope: Scope
beforeEachConnected(at => {
  ;({ service, services, preview: scope } = at)
})

describe('a create whose answer never came', () => {
  it('can be cleaned up', async () => {
    const wish = await loseCreation(services, scope, 'abandoned')
    expect(await namedAt(service, 'abandoned')).toHaveLength(1)
    await services.issuing.abandon({ intent: wish.intent })
    expect(await namedAt(service, 'abandoned')).toEqual([])
    expect(await services.issuing.open()).toEqual([])
  })

  it('is left alone when somebody gave its key another secret since, and uses that', async () => {
    const lost = await loseCreation(services, scope, 'rotated since')
    services.network.meet(null)
    const held = await services.issuing.create(creationOf(scope, 'rotated later'))
    const next = await nextRun(services)
    for (const [name, { intent }] of [
      ['rotated since', lost],
      ['rotated later', { intent: held.intent }],
    ] as const) {
      const [id] = await namedAt(service, name)
      const path = `/v1/environments/preview/keys/${id}/rotate`
      const { body } = await service.ask('POST', path, service.tokens.preview, {
        overlapSeconds: 0,
      })
      expect(await next.issuing.abandon({ intent }).catch(infoOf)).toEqual({
        code: 'changed-elsewhere',
      })
      expect(await service.verify('preview', Object(body).secret)).toMatchObject({ valid: true })
    }
    expect(await next.issuing.open()).toEqual([])
  })

  it('is cleaned up by whoever may delete keys and not see them', async () => {
    const credential = await service.createToken('blind', 'key:create,key:delete')
    await services.connections.authenticate({ ...scope, credential, keep: 'memory' })
    const { intent } = await loseCreation(services, scope, 'deleted blindly')
    await services.issuing.abandon({ intent })
    expect(await namedAt(service, 'deleted blindly')).toEqual([])
  })

  it('is cleaned up when the service did it and only the disk was full', async () => {
    const wish = await loseCreation(services, scope, 'abandoned on a full disk')
    const { store } = services
    const full = failing({ code: 'store', cause: 'full' })
    const broken = await servicesOver({
      ...store,
      keys: { ...store.keys, delete: full },
      activity: { ...store.activity, append: full },
    })
    await shareKeychain(services, broken)
    expect(await broken.issuing.abandon({ intent: wish.intent })).toBeNull()
    expect(await namedAt(service, 'abandoned on a full disk')).toEqual([])
    expect(broken.logged).toEqual(['abandon-not-recorded', 'intent-not-noted'])
  })

  it('is either had or cleaned up when both are asked for at once', async () => {
    const wish = await loseCreation(services, scope, 'both at once')
    const [had, cleaned] = await Promise.allSettled([
      services.issuing.recover({ intent: wish.intent }),
      services.issuing.abandon({ intent: wish.intent }),
    ])
    expect([had.status, cleaned.status]).toEqual(['fulfilled', 'rejected'])
    expect(await namedAt(service, 'both at once')).toHaveLength(1)

    const other = await loseCreation(services, scope, 'the other way round')
    const [cleanedFirst, hadLast] = await Promise.allSettled([
      services.issuing.abandon({ intent: other.intent }),
      services.issuing.recover({ intent: other.intent }),
    ])
    expect([cleanedFirst.status, hadLast.status]).toEqual(['fulfilled', 'rejected'])
    expect(await namedAt(service, 'the other way round')).toEqual([])
    expect(services.reveals.pending()).toMatchObject([{ name: 'both at once' }])
  })
})
