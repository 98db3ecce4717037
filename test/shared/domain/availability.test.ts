import { describe, expect, it } from 'vitest'
import { unavailable, unavailableFor } from '../../../src/shared/domain/availability.ts'
import { effects, type Profile } from '../../../src/shared/domain/profile.ts'

const profile: Profile = {
  service: 'test',
  version: null,
  caller: 'support',
  effects: effects.map(effect => ({
    effect,
    supported: effect !== 'rotate',
    missingPermission: effect === 'delete' ? 'key:delete' : null,
  })),
  words: {},
  states: {},
  reveal: 'once',
  restorable: false,
  propagationSeconds: 0,
  nameLength: 255,
  keyPrefix: null,
}
const here = { profile, online: true, readOnly: false }

describe('why a button cannot be used', () => {
  it.each([
    ['create', here, null],
    ['rotate', here, { reason: 'unsupported' }],
    ['delete', here, { reason: 'permission', permission: 'key:delete' }],
    ['create', { ...here, online: false }, { reason: 'offline' }],
    ['create', { ...here, readOnly: true }, { reason: 'read-only' }],
    ['create', { ...here, profile: null }, { reason: 'unknown-service' }],
    ['rotate', { ...here, online: false }, { reason: 'offline' }],
  ] as const)('%s', (effect, at, why) => {
    expect(unavailable(effect, at)).toEqual(why)
  })

  it.each([
    ['suspend', 'active', null],
    ['suspend', 'suspended', { reason: 'state', state: 'suspended' }],
    ['resume', 'active', { reason: 'state', state: 'active' }],
    ['resume', 'suspended', null],
    ['resume', 'revoked', { reason: 'state', state: 'revoked' }],
    ['rename', 'revoked', null],
    ['delete', 'active', { reason: 'permission', permission: 'key:delete' }],
    ['suspend', 'unknown', null],
  ] as const)('%s of a key that is %s', (effect, state, why) => {
    expect(unavailableFor(effect, state, here)).toEqual(why)
  })
})
