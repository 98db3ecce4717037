import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, type ErrorInfo, infoOf } from '../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  connectTo,
  creationOf,
  failing,
  loseAnswers,
  loseCreation,
  namedAt,
  nextRun,
  placesOf,
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

const wishFor = (name: string) => creationOf(scope, name)
const namedAtService = (name: string) => namedAt(service, name)
const creates = () =>
  services.network.sent.filter(line => line.startsWith('POST') && line.endsWith('/keys'))

describe('creating a key', () => {
  it('hands the secret out once, and the service takes it', async () => {
    const reveal = await services.issuing.create(wishFor('checkout'))
    expect(reveal).toMatchObject({ name: 'checkout', environment: 'preview', shown: false })
    const { secret } = await services.reveals.show({ id: reveal.id })
    expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
    expect(await services.reveals.show({ id: reveal.id }).catch(infoOf)).toEqual({
      code: 'not-found',
      what: 'reveal',
    })
    await services.reveals.acknowledge({ id: reveal.id })
    expect(services.reveals.pending()).toEqual([])
    expect(await services.issuing.open()).toEqual([])
  })

  it('sends one request for a double click', async () => {
    const wish = wishFor('double')
    const [one, other] = await Promise.all([
      services.issuing.create(wish),
      services.issuing.create(wish),
    ])
    expect(other).toEqual(one)
    expect(creates()).toHaveLength(1)
  })

  it('keeps its owner waiting for the journal alone; a read waits for the list too', async () => {
    const { promise: isReading, resolve: read } = Promise.withResolvers<void>()
    const order: string[] = []
    const { store } = services
    const put: typeof store.keys.put = async (...input) => {
      await isReading
      for (let other = 0; other < 20; other++) await store.keys.revision()
      await store.keys.put(...input)
      order.push('listed')
    }
    const slow = await nextRun(services, { ...store, keys: { ...store.keys, put } })
    await slow.sync.refresh(scope)
    const wish = wishFor('slow disk')
    const { key } = await slow.issuing.create(wish)
    expect(await store.intents.get(wish.intent)).toMatchObject({ state: 'acknowledged', key })
    expect(await store.keys.get({ ...scope, key })).toBeNull()
    slow.network.meet(next => async request => {
      if (request.url.includes('/changes')) order.push('read')
      const answer = await next(request)
      read()
      return answer
    })
    await slow.sync.refresh(scope)
    expect(order).toEqual(['listed', 'read'])
    const told = (await store.activity.list(null, 100)).filter(line => line.key === key)
    expect(told).toMatchObject([{ by: 'you', kind: 'created' }])
  })

  it('sends nothing when the intent cannot be written', async () => {
    const full: ErrorInfo = { code: 'store', cause: 'full' }
    const { store } = services
    const broken = await servicesOver({
      ...store,
      intents: { ...store.intents, put: failing(full) },
    })
    await shareKeychain(services, broken)
    expect(await broken.issuing.create(wishFor('unwritten')).catch(infoOf)).toEqual(full)
    expect(broken.network.sent).toEqual([])
    expect(await namedAtService('unwritten')).toEqual([])
  })

  it('asks again with the same key when an answer is lost: one key, its own secret', async () => {
    services.network.meet(loseAnswers(2))
    const reveal = await services.issuing.create(wishFor('lost twice'))
    const { secret } = await services.reveals.show({ id: reveal.id })
    expect(creates()).toHaveLength(3)
    expect(await namedAtService('lost twice')).toEqual([reveal.key])
    expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  })

  it('does not repeat what the service refused, and lets the same wish be tried again', async () => {
    const wish = wishFor('forbidden')
    const token = await service.createToken('reader', 'key:view')
    await services.connections.authenticate({ ...scope, credential: token, keep: 'memory' })
    expect(await services.issuing.create(wish).catch(infoOf)).toMatchObject({
      code: 'forbidden',
      permission: 'key:create',
    })
    expect(creates()).toHaveLength(1)
    expect(await services.issuing.open()).toEqual([])
    const credential = service.tokens.preview
    await services.connections.authenticate({ ...scope, credential, keep: 'memory' })
    expect(await services.issuing.create(wish)).toMatchObject({ name: 'forbidden' })
    expect(await namedAtService('forbidden')).toHaveLength(1)
  })

  it('leaves nothing open when the service was never reached', async () => {
    const unreachable: ErrorInfo = { code: 'unreachable', cause: 'refused', host: '127.0.0.1' }
    services.network.meet(() => failing(unreachable))
    expect(await services.issuing.create(wishFor('unreached')).catch(infoOf)).toEqual(unreachable)
    expect(await services.store.intents.open()).toEqual([])
  })

  it('refuses other words under the same intent', async () => {
    const wish = wishFor('first words')
    await services.issuing.create(wish)
    const other = { ...wish, draft: { name: 'other words', description: null, expiresAt: null } }
    expect(await services.issuing.create(other).catch(infoOf)).toMatchObject({
      code: 'invalid-input',
    })
    expect(await namedAtService('other words')).toEqual([])
  })
})

describe('a key whose secret was handed out', () => {
  it('is not called unfinished by anybody who looks while its owner says that it is stored', async () => {
    const wish = wishFor('looked at')
    const { id } = await services.issuing.create(wish)
    const acknowledged = services.reveals.acknowledge({ id })
    expect(await services.issuing.open()).toEqual([])
    await acknowledged
    expect(await services.issuing.open()).toEqual([])
  })

  it('is not called unfinished, nor handed out again, when the disk was full meanwhile', async () => {
    const { store } = services
    let full = false
    const put: typeof store.intents.put = async intent => {
      if (full) throw new AppError({ code: 'store', cause: 'full' })
      await store.intents.put(intent)
    }
    const filling = await servicesOver({ ...store, intents: { ...store.intents, put } })
    await shareKeychain(services, filling)
    const wish = wishFor('full')
    const { id } = await filling.issuing.create(wish)
    full = true
    await filling.reveals.acknowledge({ id })
    expect(await filling.issuing.open()).toEqual([])
    full = false
    const gone = { code: 'not-found', what: 'intent' }
    const { intent } = wish
    expect(await filling.issuing.recover({ intent }).catch(infoOf)).toEqual(gone)
    expect(await filling.issuing.create(wish).catch(infoOf)).toEqual(gone)
  })

  it('can still be copied after its connection was removed', async () => {
    const { id } = await services.issuing.create(wishFor('outlives'))
    await services.connections.remove({ id: scope.connection })
    await services.reveals.copy({ id })
    const copied = services.clipboard.text()
    expect(await service.verify('preview', copied)).toMatchObject({ valid: true })
    await services.reveals.acknowledge({ id })
    expect(await services.store.intents.open()).toEqual([])
  })

  it('is not handed out a second time after it was stored', async () => {
    const wish = wishFor('stored')
    const { id } = await services.issuing.create(wish)
    await services.reveals.acknowledge({ id })
    const next = await servicesOver(services.store)
    await shareKeychain(services, next)
    for (const act of [next.issuing.recover, next.issuing.abandon]) {
      expect(await act({ intent: wish.intent }).catch(infoOf)).toEqual({
        code: 'not-found',
        what: 'intent',
      })
    }
    expect(await namedAtService('stored')).toHaveLength(1)
  })

  it('is answered, not asked for again, while it waits to be stored', async () => {
    const wish = wishFor('waiting')
    const reveal = await services.issuing.create(wish)
    expect(await services.issuing.create(wish)).toEqual(reveal)
    expect(await services.issuing.recover({ intent: wish.intent })).toEqual(reveal)
    expect(creates()).toHaveLength(1)
  })
})

describe('a create whose answer never came', () => {
  const loseAll = (name: string) => loseCreation(services, scope, name)

  it('stays open and can be had later, also by another run', async () => {
    const wish = await loseAll('recovered')
    const next = await servicesOver(services.store)
    await shareKeychain(services, next)
    expect(await next.issuing.open()).toMatchObject([{ id: wish.intent, name: 'recovered' }])
    const reveal = await next.issuing.recover({ intent: wish.intent })
    const { secret } = await next.reveals.show({ id: reveal.id })
    expect(await namedAtService('recovered')).toEqual([reveal.key])
    expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
    expect(await next.issuing.open()).toEqual([])
  })

  it('says what keeps it from being asked for, and stays open', async () => {
    const wish = await loseAll('unreached')
    const unreachable: ErrorInfo = { code: 'unreachable', cause: 'refused', host: '127.0.0.1' }
    services.network.meet(() => failing(unreachable))
    const { intent } = wish
    expect(await services.issuing.recover({ intent }).catch(infoOf)).toEqual(unreachable)
    services.network.meet(null)
    expect(await services.issuing.open()).toMatchObject([{ id: intent }])
  })

  it('has nothing to reveal when somebody deleted the key meanwhile', async () => {
    const wish = await loseAll('deleted meanwhile')
    const [id] = await namedAtService('deleted meanwhile')
    await service.ask('DELETE', `/v1/environments/preview/keys/${id}`, service.tokens.preview)
    const { intent } = wish
    expect(await services.issuing.recover({ intent }).catch(infoOf)).toEqual({
      code: 'not-found',
      what: 'key',
    })
    expect(services.reveals.pending()).toEqual([])
    expect(await services.issuing.open()).toEqual([])
    expect(await services.keys.get({ ...scope, key: id ?? '' })).toBeNull()
  })

  it('stays open when a gateway, not the service, says that the key is gone', async () => {
    const { intent } = await loseAll('behind a gateway')
    services.network.meet(next => async request => {
      const isKey = /\/keys\/./.test(new URL(request.url).pathname)
      const headers = { 'content-type': 'application/json' }
      if (isKey) services.network.meet(() => async () => ({ status: 404, headers, body: '{}' }))
      return isKey ? { status: 404, headers, body: '{}' } : next(request)
    })
    expect(await services.issuing.recover({ intent }).catch(infoOf)).toMatchObject({
      code: 'bad-response',
    })
    services.network.meet(null)
    expect(await services.issuing.open()).toMatchObject([{ id: intent }])
  })

  it('can be closed when its secret is stored already', async () => {
    const { intent } = await loseAll('stored already')
    await services.issuing.stored({ intent })
    expect(await services.issuing.open()).toEqual([])
    expect(await namedAtService('stored already')).toHaveLength(1)
    const [line] = await services.store.activity.list(null, 1)
    expect(line).toMatchObject({ kind: 'stored', keyName: 'stored already' })
  })

  it('is not sent as somebody else: the service would make a second key', async () => {
    const wish = await loseAll('of the first caller')
    const credential = await service.createToken('second-admin', 'key:view,key:create,key:delete')
    await services.connections.authenticate({ ...scope, credential, keep: 'keychain' })
    for (const act of [services.issuing.recover, services.issuing.abandon]) {
      expect(await act({ intent: wish.intent }).catch(infoOf)).toEqual({
        ...{ code: 'outcome-unknown', intent: wish.intent, repeatable: false },
      })
    }
    expect(await namedAtService('of the first caller')).toHaveLength(1)
    await services.connections.authenticate({
      ...{ ...scope, credential: service.tokens.preview, keep: 'keychain' },
    })
    expect(await services.issuing.recover({ intent: wish.intent })).toMatchObject({
      name: 'of the first caller',
    })
  })

  it('is not sent as somebody else either when the disk was too full to remember who', async () => {
    const wish = await loseAll('of whom')
    const { store } = services
    const forgetful = await servicesOver({
      ...store,
      profiles: { ...store.profiles, put: failing({ code: 'store', cause: 'full' }) },
    })
    await shareKeychain(services, forgetful)
    const credential = await service.createToken('third-admin', 'key:view,key:create,key:delete')
    await forgetful.connections.authenticate({ ...scope, credential, keep: 'memory' })
    for (const act of [forgetful.issuing.recover, forgetful.issuing.abandon]) {
      expect(await act({ intent: wish.intent }).catch(infoOf)).toMatchObject({ repeatable: false })
    }
    expect(await namedAtService('of whom')).toHaveLength(1)
    forgetful.network.meet(loseAnswers(Number.POSITIVE_INFINITY))
    const other = wishFor('of the third')
    await forgetful.issuing.create(other).catch(infoOf)
    expect(await services.store.intents.get(other.intent)).toMatchObject({ caller: 'third-admin' })
  })

  it('is sent to no other service than the one that may have made it', async () => {
    const wish = await loseAll('of the first service')
    const made = await services.issuing.create(wishFor('made there'))
    const other = await startKeyService()
    try {
      const { connection: id, environment } = scope
      await services.connections.edit({ id, name: 'Moved', places: placesOf(other) })
      const credential = other.tokens.preview
      await services.connections.authenticate({
        ...{ connection: id, environment, credential, keep: 'keychain' },
      })
      const next = await servicesOver(services.store)
      await shareKeychain(services, next)
      for (const intent of [wish.intent, made.intent]) {
        for (const act of [next.issuing.recover, next.issuing.abandon]) {
          expect(await act({ intent }).catch(infoOf)).toMatchObject({ repeatable: false })
        }
      }
      expect(next.network.sent.filter(line => !line.startsWith('GET'))).toEqual([])
      expect(await next.issuing.open()).toHaveLength(2)
    } finally {
      await other.remove()
    }
  })

  it('can be had by whoever may make keys and not see them', async () => {
    const credential = await service.createToken('maker', 'key:create')
    await services.connections.authenticate({ ...scope, credential, keep: 'memory' })
    const wish = await loseAll('made blindly')
    const { id, key } = await services.issuing.recover({ intent: wish.intent })
    expect(await namedAtService('made blindly')).toEqual([key])
    const { secret } = await services.reveals.show({ id })
    expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  })

  it('can be closed when nothing else can be done about it', async () => {
    const wish = await loseAll('dismissed')
    await services.connections.remove({ id: scope.connection })
    expect(await services.issuing.open()).toMatchObject([
      { name: 'dismissed', environment: 'preview', service: service.url },
    ])
    expect(await services.issuing.recover({ intent: wish.intent }).catch(infoOf)).toMatchObject({
      code: 'not-found',
      what: 'connection',
    })
    await services.issuing.dismiss({ intent: wish.intent })
    expect(await services.issuing.open()).toEqual([])
  })

  it('can be had through a new connection to the same service', async () => {
    const { intent } = await loseAll('connected again')
    await services.connections.remove({ id: scope.connection })
    const seen = services.events.length
    const { preview } = await connectTo(services, service)
    expect(services.events.slice(seen)).toContainEqual({ name: 'reveals-changed', data: null })
    expect(await services.issuing.open()).toMatchObject([{ id: intent, ...preview }])
    const { id, key } = await services.issuing.recover({ intent })
    expect(await namedAtService('connected again')).toEqual([key])
    expect(await services.keys.get({ ...preview, key })).not.toBeNull()
    await services.reveals.acknowledge({ id })
    expect(await services.store.intents.open()).toEqual([])
  })

  it('was never sent when only its preparation is on record', async () => {
    const wish = wishFor('prepared')
    const { intent: id, draft, ...where } = wish
    await services.store.intents.put({
      ...{ id, ...where, ...draft, kind: 'create', state: 'prepared', at: 0 },
      ...{ target: null, version: null, overlapSeconds: null },
      ...{ key: null, mask: null, service: null, caller: null },
      ...{ sentAt: null, known: null, finding: null },
    })
    expect(await services.issuing.open()).toEqual([])
    const other = { ...wish, draft: { name: 'in other words', description: null, expiresAt: null } }
    expect(await services.issuing.create(other)).toMatchObject({ name: 'in other words' })
  })

  it('is not sent again after the service forgot it', async () => {
    const wish = await loseAll('too old')
    services.clock.advance(30 * 86_400_000)
    services.network.sent.length = 0
    for (const act of [services.issuing.recover, services.issuing.abandon]) {
      expect(await act({ intent: wish.intent }).catch(infoOf)).toMatchObject({
        code: 'outcome-unknown',
      })
    }
    expect(services.network.sent).toEqual([])
    expect(await services.issuing.open()).toHaveLength(1)
  })
})
