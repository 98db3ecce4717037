import { describe, expect, it } from 'vitest'
import {
  isOffered,
  isShown,
  permissionSentence,
  unavailable,
  unavailableFor,
} from '../../../src/shared/domain/availability.ts'
import { effects, type Profile } from '../../../src/shared/domain/profile.ts'

const profile: Profile = {
  ...{ service: 'test', version: null, caller: 'support', serverTime: null },
  effects: effects.map(effect => ({
    effect,
    supported: !['rotate', 'reveal'].includes(effect),
    reason: effect === 'reveal' ? 'It never shows a key again.' : null,
    missingPermission: ['delete', 'create-system'].includes(effect) ? `key:${effect}` : null,
    missingInPlan: effect === 'expire',
    whenForbidden: effect === 'create-system' ? 'hidden' : 'disabled',
  })),
  ...{ words: {}, states: {}, permissions: {}, kinds: {}, guidance: [], uniqueNames: [] },
  givenAtCreation: [],
  reveal: { title: null, warning: null, copy: null, done: null },
  naming: { examples: [], avoid: [] },
  presentation: { actions: 'row', statusField: false, oneList: false, confirmEdit: false },
  rotation: { overlapSeconds: [0], longestOverlapSeconds: null, steps: [] },
  proof: 'none',
  ...{ longestExpirySeconds: null, plan: null, auditTitle: null, restorable: false },
  ...{ propagationSeconds: 0, nameLength: 255, keyPrefix: null },
  environments: ['preview', 'production'],
}
const here = { profile, online: true, readOnly: false }

it('has a sentence for a permission only where the service has one', () => {
  const permissions = { 'key:edit': 'Ask Ada.' }
  const sentences = ['key:edit', 'key:view', 'constructor', '__proto__'].map(code =>
    permissionSentence(code, { ...profile, permissions }),
  )
  expect(sentences).toEqual(['Ask Ada.', null, null, null])
  expect(permissionSentence('key:edit', null)).toBeNull()
})

describe('why a button cannot be used', () => {
  it.each([
    ['create', here, null],
    ['rotate', here, { reason: 'unsupported', because: null }],
    ['reveal', here, { reason: 'unsupported', because: 'It never shows a key again.' }],
    ['delete', here, { reason: 'permission', permission: 'key:delete' }],
    ['expire', here, { reason: 'plan' }],
    ['create', { ...here, online: false }, { reason: 'offline' }],
    ['create', { ...here, readOnly: true }, { reason: 'read-only' }],
    ['create', { ...here, profile: null }, { reason: 'unknown-service' }],
    ['rotate', { ...here, online: false }, { reason: 'offline' }],
  ] as const)('%s', (effect, at, why) => {
    expect(unavailable(effect, at)).toEqual(why)
  })

  it.each([
    ['suspend', 'active', null],
    ['suspend', 'suspended', { reason: 'state', effect: 'suspend', state: 'suspended' }],
    ['resume', 'active', { reason: 'state', effect: 'resume', state: 'active' }],
    ['resume', 'suspended', null],
    ['resume', 'revoked', { reason: 'state', effect: 'resume', state: 'revoked' }],
    ['rename', 'revoked', null],
    ['delete', 'active', { reason: 'permission', permission: 'key:delete' }],
    ['suspend', 'unknown', null],
    ['generate', 'absent', null],
    ['generate', 'active', { reason: 'state', effect: 'generate', state: 'active' }],
    ['revoke', 'absent', { reason: 'state', effect: 'revoke', state: 'absent' }],
    ['revoke', 'expired', null],
  ] as const)('%s of a key that is %s', (effect, state, why) => {
    expect(unavailableFor(effect, state, here)).toEqual(why)
  })
})

describe('a button', () => {
  it.each([
    ['stays in sight without its permission', 'delete', true],
    ['is hidden without its permission where the service wants it so', 'create-system', false],
    ['stays in sight without its plan', 'expire', true],
    ['is not there for what the service cannot do', 'rotate', false],
  ] as const)('%s', (_what, effect, offered) => {
    expect([isOffered(effect, profile), isShown(effect, profile)]).toEqual([offered, offered])
  })

  it('is there to say why the service cannot do it', () => {
    expect([isOffered('reveal', profile), isShown('reveal', profile)]).toEqual([false, true])
    expect(isShown('reveal', null)).toBe(false)
  })
})
