import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { isWhole } from '../../../src/main/services/key-checksum.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { intent } from '../platform/store/samples.ts'
import { beforeEachConnected, creationOf, type Services } from './set-up.ts'

let services: Services
let service: KeyService
let preview: Scope
beforeEachConnected(at => {
  ;({ services, service, preview } = at)
})

/** A secret that the service has made. */
const secretOfService = async (): Promise<string> => {
  const path = '/v1/environments/preview/keys'
  const { body } = await service.ask('POST', path, service.tokens.preview, { name: randomUUID() })
  return String(body instanceof Object && 'secret' in body && body.secret)
}

describe('the checksum of a key', () => {
  it('tells a change of any one character, and any cut', async () => {
    const whole = await secretOfService()
    const sound = (text: string) => isWhole(secret(text), 'crc32-base62-6')
    expect(sound(whole)).toBe(true)
    for (let at = 0; at < whole.length; at++) {
      const other = whole[at] === 'x' ? 'y' : 'x'
      expect(sound(whole.slice(0, at) + other + whole.slice(at + 1))).toBe(false)
      expect(sound(whole.slice(0, at))).toBe(false)
    }
    expect(sound(`${whole} `)).toBe(false)
  })

  it('is asked of nobody who names none', () => {
    expect(isWhole(secret('anything'), null)).toBe(true)
  })
})

describe('a new secret', () => {
  const hold = (text: string) =>
    services.reveals.hold(
      intent(preview, { state: 'acknowledged', key: 'key_1' }),
      { key: 'key_1', name: 'a', mask: null },
      secret(text),
    ).id

  it('is neither copied nor shown when it was cut off on its way', async () => {
    await services.sync.refresh(preview)
    const id = hold((await secretOfService()).slice(0, -1))
    const damaged = { code: 'secret-damaged' }
    expect(await services.reveals.copy({ id }).catch(infoOf)).toEqual(damaged)
    expect(await services.reveals.show({ id }).catch(infoOf)).toEqual(damaged)
    expect(services.clipboard.text()).toBe('')
    expect(services.reveals.pending()).toMatchObject([{ copied: false, shown: false }])
  })

  it('is handed out as it is made', async () => {
    await services.sync.refresh(preview)
    const { id } = await services.issuing.create(creationOf(preview, 'checkout'))
    await services.reveals.copy({ id })
    expect((await services.reveals.show({ id })).secret).toBe(services.clipboard.text())
  })
})
