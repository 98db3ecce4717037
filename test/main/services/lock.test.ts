import { describe, expect, it } from 'vitest'
import { watchAbsence } from '../../../src/main/services/absence.ts'
import { createLock } from '../../../src/main/services/lock.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import type { LockCause } from '../../../src/shared/domain/lock.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { recordEmit } from '../../fakes.ts'
import { beforeEachConnected, creationOf, type Services } from './set-up.ts'

describe('the lock', () => {
  const start = (waiting = 0) => {
    const { emit, events } = recordEmit()
    const times = { letGo: 0 }
    const lock = createLock({ emit, waiting: () => waiting, letGo: () => times.letGo++ })
    return { lock, events, times }
  }

  it('lets go of everything once, and says so', () => {
    const { lock, events, times } = start()
    expect(lock.close('idle')).toEqual({ locked: 'idle', waiting: 0 })
    expect(lock.close('away')).toEqual({ locked: 'idle', waiting: 0 })
    expect(lock.isLocked()).toBe(true)
    expect(times.letGo).toBe(1)
    expect(events).toEqual([{ name: 'lock-changed', data: { locked: 'idle', waiting: 0 } }])
  })

  it('is opened again, and can be closed again', () => {
    const { lock, events, times } = start()
    lock.close('away')
    expect(lock.open()).toEqual({ locked: null, waiting: 0 })
    expect(lock.open()).toEqual({ locked: null, waiting: 0 })
    expect(events).toHaveLength(2)
    lock.close('asked')
    expect([lock.times(), times.letGo]).toEqual([2, 2])
  })

  it('asks a person first while a new secret waits to be stored', () => {
    const { lock, times } = start(1)
    expect(lock.ask({ anyway: false })).toEqual({ locked: null, waiting: 1 })
    expect(times.letGo).toBe(0)
    expect(lock.ask({ anyway: true })).toEqual({ locked: 'asked', waiting: 1 })
  })

  it.each<LockCause>(['idle', 'away'])('waits for nobody when it closes by itself: %s', cause => {
    const { lock } = start(1)
    expect(lock.close(cause)).toEqual({ locked: cause, waiting: 1 })
  })
})

describe('a locked application', () => {
  let services: Services
  let service: KeyService
  let preview: Scope
  beforeEachConnected(at => {
    ;({ services, service, preview } = at)
  })

  it('tells nothing more of a key', async () => {
    services.sync.watch([preview])
    await services.sync.refresh(preview)
    services.lock.close('idle')
    const told = services.events.length
    const path = '/v1/environments/preview/keys'
    await service.ask('POST', path, service.tokens.preview, { name: 'made elsewhere' })
    await services.sync.refresh(preview)
    expect(services.events.slice(told)).toEqual([])
  })

  it('asks the services nothing by itself, until scopes are watched again', async () => {
    services.sync.watch([preview])
    await services.sync.refresh(preview)
    services.lock.close('idle')
    const sent = services.network.sent.length
    services.clock.advance(600_000)
    // Whatever was to be sent is on its way before a request of somebody else has come back.
    await service.ask('GET', '/v1/service', service.tokens.preview)
    expect(services.network.sent).toHaveLength(sent)
    services.lock.open()
    services.sync.watch([preview])
    await expect.poll(() => services.network.sent.length).toBeGreaterThan(sent)
    await expect.poll(async () => (await services.sync.state(preview)).phase).toBe('live')
  })

  it('no longer holds a credential that the keychain has', async () => {
    await services.sync.refresh(preview)
    services.vault.failWith({ code: 'keychain', cause: 'locked' })
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live' })
    services.lock.close('away')
    services.lock.open()
    const read = await services.sync.refresh(preview)
    expect(read.error).toEqual({ code: 'keychain', cause: 'locked' })
    services.vault.failWith(null)
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live' })
  })

  it('holds none either of which work that was under way asks meanwhile', async () => {
    services.lock.close('away')
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live' })
    services.vault.failWith({ code: 'keychain', cause: 'locked' })
    expect((await services.sync.refresh(preview)).error).toMatchObject({ code: 'keychain' })
  })

  it('holds none that is given meanwhile, where the keychain has it', async () => {
    services.lock.close('away')
    const credential = service.tokens.preview
    await services.connections.authenticate({ ...preview, credential, keep: 'keychain' })
    services.vault.failWith({ code: 'keychain', cause: 'locked' })
    expect((await services.sync.refresh(preview)).error).toMatchObject({ code: 'keychain' })
    services.vault.failWith(null)
    services.lock.open()
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live' })
  })

  it('says so when a key that was under way arrives and waits', async () => {
    services.lock.close('away')
    await services.issuing.create(creationOf(preview, 'late'))
    expect(services.events.at(-1)).toEqual({
      name: 'lock-changed',
      data: { locked: 'away', waiting: 1 },
    })
    expect(JSON.stringify(services.events)).not.toContain('late')
  })

  it.each(['before', 'after'])(
    'keeps a credential that is kept nowhere else, given %s it was locked',
    async when => {
      if (when === 'after') services.lock.close('away')
      const credential = service.tokens.preview
      await services.connections.authenticate({ ...preview, credential, keep: 'memory' })
      services.vault.failWith({ code: 'keychain', cause: 'locked' })
      services.lock.close('away')
      services.lock.open()
      expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live' })
    },
  )

  it('copies nothing that was asked for before and is here only now', async () => {
    const { id } = await services.issuing.create(creationOf(preview, 'checkout'))
    const copying = services.reveals.copy({ id }).catch(infoOf)
    services.lock.close('away')
    expect(await copying).toEqual({ code: 'locked' })
    expect(services.clipboard.text()).toBe('')
    expect(services.reveals.pending()).toMatchObject([{ copied: false }])
  })

  it('hands out no secret to a page that is gone, and shows it to the one after it', async () => {
    const { id } = await services.issuing.create(creationOf(preview, 'checkout'))
    const showing = services.reveals.show({ id }).catch(infoOf)
    services.lock.close('away')
    expect(await showing).toEqual({ code: 'locked' })
    services.lock.open()
    expect(services.reveals.pending()).toMatchObject([{ shown: false }])
    expect((await services.reveals.show({ id })).secret).toMatch(/^clv_preview_/)
  })

  it('is what a computer wakes up with that slept for eight hours while a secret was shown', async () => {
    const presence = { idleSeconds: () => 0, isLocked: () => false }
    const { clock, lock } = services
    watchAbsence({ clock, presence, limitMinutes: () => null, onAbsent: lock.close })
    const { id } = await services.issuing.create(creationOf(preview, 'checkout'))
    await services.reveals.show({ id })
    await services.reveals.copy({ id })
    // No timer heeds it: to them, ten seconds have passed.
    clock.set(clock.now() + 8 * 3_600_000)
    clock.advance(10_000)
    expect(lock.state()).toEqual({ locked: 'away', waiting: 1 })
    await expect.poll(services.clipboard.text).toBe('')
  })

  it('clears the clipboard, and keeps the new secret that waits', async () => {
    const { id } = await services.issuing.create(creationOf(preview, 'checkout'))
    expect(services.clock.pending()).toBe(0)
    await services.reveals.copy({ id })
    expect(services.clipboard.text()).toMatch(/^clv_preview_/)
    expect(services.lock.close('away')).toEqual({ locked: 'away', waiting: 1 })
    await expect.poll(services.clipboard.text).toBe('')
    // The timer of the clipboard is gone; one lets go of what proofs hold.
    expect(services.clock.pending()).toBe(1)
    services.lock.open()
    expect(services.reveals.pending()).toMatchObject([{ id, name: 'checkout' }])
    expect((await services.reveals.show({ id })).secret).toMatch(/^clv_preview_/)
  })
})
