import { describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { claviger } from '../../../../src/main/connectors/claviger/index.ts'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { isOffered, unavailable } from '../../../../src/shared/domain/availability.ts'
import { KeyRecord } from '../../../../src/shared/domain/key.ts'
import { effects, Profile } from '../../../../src/shared/domain/profile.ts'

// A service of years from now, as `GET /v1/profile` and its lists could then be.

const answering = (body: unknown): Http => {
  const reply = async () => ({ status: 200, headers: {}, body })
  return { environment: 'preview', settings: {}, send: reply, present: reply }
}

const profile = {
  profile: 'hologram',
  service: { name: 'Hologram keys', version: '9.0', build: { commit: 'abc' } },
  environments: ['preview', 'canary', 'production'],
  caller: { name: 'admin', permissions: ['holo:*', 'key:view'], environments: ['preview', 'moon'] },
  capabilities: [
    { effect: 'list', permission: 'key:view' },
    { effect: 'teleport', permission: 'holo:teleport', whenForbidden: 'disabled' },
    { effect: 'create', permission: 'key:create', whenForbidden: 'blurred' },
    { effect: 'delete', permission: 'key:delete', whenForbidden: 'hidden', quorum: 2 },
    { effect: 'rotate', permission: { anyOf: ['a', 'b'] } },
    { effect: 'generate' },
    'suspend',
    null,
  ],
  vocabulary: {
    effects: {
      teleport: { label: 'Teleport', done: 'Teleported' },
      create: { label: 'New key', done: 'Made', checks: ['Sure?', { markdown: '*x*' }], icon: 'k' },
      delete: { label: { en: 'Delete' }, done: 'Gone' },
      rotate: { label: 'Rotate', done: ['Rotated'] },
    },
    states: { active: 'Live', frozen: 'Frozen', suspended: { en: 'Off' } },
    kinds: {
      key: {
        title: 'Keys of the future',
        nameHint: { en: 'Short' },
        columns: [
          { id: 'name', label: 'Name' },
          { id: 'aura', label: 'Aura' },
          { id: 'expiresAt' },
          { id: 'mask', label: 'Key' },
        ],
      },
      system: { title: 'Machines', columns: [{ id: 'aura', label: 'Aura' }] },
      certificate: { title: 'Certificates' },
    },
    reveal: { title: 'Look now', warning: 3 },
    permissions: { 'key:create': 'Ask the captain.', 'holo:teleport': null },
    audit: { en: 'Log' },
  },
  guidance: [{ title: 'Be careful', items: ['One', 2] }, { items: ['no title'] }],
  naming: { examples: 'prod-main-app', avoid: ['bob'] },
  presentation: { actions: 'carousel', statusField: 'yes', oneList: true, confirmEdit: false },
  uniqueNames: ['system', 'certificate'],
  expiry: { longestSeconds: 'P90D' },
  rotation: { overlapSeconds: [0, 'P1D', 3600], longestOverlapSeconds: null, steps: ['a', 'b'] },
  reveal: 'twice',
  restorable: 'within-30-days',
  propagationSeconds: [1, 2],
  limits: { nameLength: 40, auraLength: 7 },
  keyFormat: { prefixes: { preview: 'holo_p_', moon: 'holo_m_' }, checksum: 'blake3' },
  plan: { name: 'Team', missing: ['rotate', 'teleport'], needed: 'Galaxy', upgrade: 'Pay.' },
  serverTime: '2031-01-01T00:00:00.000Z',
  quantum: true,
}
const without = (name: string) =>
  Object.fromEntries(Object.entries(profile).filter(([member]) => member !== name))
const described = (body: unknown) => claviger.operations.describe(answering(body))

describe('the profile of a much newer service', () => {
  it('is one that the page takes as it is', async () => {
    const known = await described(profile)
    expect(Profile.parse(known)).toEqual(known)
  })

  it('offers what is known and nothing else', async () => {
    const known = await described(profile)
    expect(effects.filter(effect => isOffered(effect, known))).toEqual([
      ...['list', 'create', 'generate', 'rotate'],
    ])
    const at = { profile: known, online: true, readOnly: false }
    expect(unavailable('create', at)).toEqual({ reason: 'permission', permission: 'key:create' })
    expect(unavailable('rotate', at)).toEqual({ reason: 'plan' })
    expect(unavailable('generate', at)).toBeNull()
    expect(JSON.stringify(known)).not.toMatch(/teleport|aura|frozen|certificate|moon|canary/i)
  })

  it('keeps every word that is understood beside one that is not', async () => {
    expect(await described(profile)).toMatchObject({
      service: 'Hologram keys',
      words: {
        create: { label: 'New key', done: 'Made', title: null, checks: ['Sure?'] },
        rotate: { label: 'Rotate', done: 'Rotate' },
      },
      states: { active: 'Live' },
      permissions: { 'key:create': 'Ask the captain.' },
      kinds: {
        key: {
          ...{ title: 'Keys of the future', nameHint: null },
          columns: [
            { id: 'name', label: 'Name' },
            { id: 'mask', label: 'Key' },
          ],
        },
        system: { title: 'Machines', columns: null },
      },
      reveal: { title: 'Look now', warning: null, copy: null, done: null },
      guidance: [{ title: 'Be careful', text: null, items: ['One'] }],
      naming: { examples: [], avoid: ['bob'] },
      presentation: { actions: 'row', statusField: false, oneList: true, confirmEdit: false },
      uniqueNames: ['system'],
      longestExpirySeconds: null,
      rotation: { overlapSeconds: [0, 3600], longestOverlapSeconds: null, steps: [] },
      plan: { name: 'Team', needed: 'Galaxy', title: null, upgrade: null },
      ...{ auditTitle: null, restorable: false, propagationSeconds: null, nameLength: 40 },
      ...{ keyPrefix: 'holo_p_', environments: ['preview', 'production'] },
      serverTime: Date.parse('2031-01-01T00:00:00.000Z'),
    })
  })

  const optional = Object.keys(profile).filter(name => !['service', 'capabilities'].includes(name))
  const others: readonly (readonly [string, unknown])[] = [
    ['nothing', null],
    ['a number', 7],
    ['a text', 'x'],
    ['a list', [[]]],
    ['an empty object', {}],
  ]
  it.each(others)('loses no other member with one that is %s', async (_what, other) => {
    for (const name of optional) {
      const known = await described({ ...profile, [name]: other })
      expect(Profile.parse(known)).toEqual(known)
      expect(known).toMatchObject({ service: 'Hologram keys' })
      if (name !== 'vocabulary') expect(known.states).toEqual({ active: 'Live' })
      if (name !== 'limits') expect(known.nameLength).toBe(40)
    }
  })

  it('may leave each of them out', async () => {
    for (const name of optional) {
      const known = await described(without(name))
      expect(known.service, name).toBe('Hologram keys')
    }
  })
})

describe('the profile of a service that means no good', () => {
  const { vocabulary } = profile
  const words = async (effects: unknown) =>
    (await described({ ...profile, vocabulary: { ...vocabulary, effects } })).words

  it('is cut to what somebody may want to read', async () => {
    const long = 'x'.repeat(1_000_000)
    const many = <T>(one: (at: number) => T) => Array.from({ length: 10_000 }, (_, at) => one(at))
    const known = await described({
      ...profile,
      vocabulary: {
        ...{ states: { active: long }, reveal: { warning: long } },
        kinds: { key: { columns: many(() => ({ id: 'name', label: 'Name' })) } },
        permissions: Object.fromEntries(many(at => [`holo:${at}`, 'Ask.'])),
      },
      guidance: many(at => ({ title: `Advice ${at}`, items: ['Care'] })),
      naming: { examples: many(at => `app-${at}`), avoid: [] },
      rotation: { overlapSeconds: many(at => at), longestOverlapSeconds: null, steps: [] },
    })
    expect(known.kinds.key?.columns?.map(({ id }) => id)).toEqual(['name'])
    expect(JSON.stringify(known).length).toBeLessThan(20_000)
  })

  it('cannot reorder or hide what stands beside it, nor leave a button without words', async () => {
    const label = '\u202eeteleD\u202c\0\u2066 '
    expect(
      await words({ delete: { label, text: 'One\ntwo\u2028three' }, create: { label: ' ' } }),
    ).toEqual({
      delete: expect.objectContaining({ label: 'eteleD', text: 'One\ntwo three' }),
    })
  })

  it('says nothing of a time that no calendar has', async () => {
    const known = await described({
      ...profile,
      expiry: { longestSeconds: 1e300 },
      rotation: { overlapSeconds: [0, 0.5, 1e15, 3600, 3600], longestOverlapSeconds: 1e15 },
      propagationSeconds: 1e300,
    })
    expect(known).toMatchObject({ longestExpirySeconds: null, propagationSeconds: null })
    expect(known.rotation).toMatchObject({ overlapSeconds: [0, 3600], longestOverlapSeconds: null })
  })

  it('gives no object a member that every object has', async () => {
    const hostile = JSON.parse(
      '{"__proto__":"Polluted","constructor":"Polluted","toString":{"label":"x"},"key:create":"Ask."}',
    )
    const known = await described({
      ...profile,
      vocabulary: { effects: hostile, states: hostile, kinds: hostile, permissions: hostile },
    })
    expect([known.words, known.states, known.kinds]).toEqual([{}, {}, {}])
    expect(known.permissions).toEqual({ 'key:create': 'Ask.' })
    expect(Profile.parse(known)).toEqual(known)
  })
})

const key = {
  ...{ id: 'key_1', kind: 'key', name: 'a', mask: 'holo_****', status: 'active' },
  ...{ environment: 'preview', etag: '"1"', aura: 'blue' },
}

describe('the lists of a much newer service', () => {
  it('show a status, or a kind, that is not known as unknown', async () => {
    const data = [
      key,
      { ...key, id: 'key_2', status: 'frozen' },
      { ...key, id: 'key_3', kind: 'certificate' },
      { ...key, id: 'key_4', kind: 'system', status: 'absent', mask: null },
    ]
    const page = await claviger.operations.list(answering({ data, nextCursor: null }), null)
    expect(page.keys.map(({ kind, state }) => [kind, state])).toEqual([
      ['key', 'active'],
      ['key', 'unknown'],
      ['key', 'unknown'],
      ['system', 'absent'],
    ])
    for (const record of page.keys) expect(KeyRecord.parse(record)).toEqual(record)
  })

  const feed = (...data: unknown[]) =>
    claviger.operations.changes?.(answering({ data, nextCursor: 'next', more: false }), 'cursor')

  it('skip a type of change that is not known, and go on after it', async () => {
    const gone = { type: 'delete', id: 'key_9', deletedAt: '2031-01-01T00:00:00Z' }
    expect(
      await feed({ type: 'aura-changed', id: 7 }, { type: 'upsert', key }, gone),
    ).toMatchObject({
      changes: [
        { kind: 'upsert', key: { id: 'key_1' } },
        { kind: 'delete', id: 'key_9' },
      ],
      next: 'next',
    })
  })

  it('lose no change of a known type that is not whole', async () => {
    await expect(feed({ type: 'upsert', key: { id: 'key_1' } })).rejects.toMatchObject({
      info: { code: 'bad-response' },
    })
  })

  it('take a verdict that is not known for a refusal', async () => {
    const check = (valid: boolean, code: string) =>
      claviger.operations.check?.(answering({ valid, code, keyId: 7 }), secret('x'))
    expect(await check(false, 'FROZEN')).toEqual({ verdict: 'unknown', id: null })
    expect(await check(false, 'VALID')).toEqual({ verdict: 'unknown', id: null })
    expect(await check(true, 'VALID_UNTIL_NOON')).toEqual({ verdict: 'valid', id: null })
    expect(await check(false, 'WRONG_ENVIRONMENT')).toMatchObject({ verdict: 'wrong-environment' })
  })

  it('tell of what was done in words that are not known, and of this environment alone', async () => {
    const line = { id: '1', at: '2031-01-01T00:00:00Z', token: null, action: 'teleport' }
    const data = [
      { ...line, origin: 'API', environment: 'preview', key: { id: 'key_1', name: 'a' } },
      { ...line, origin: { via: 'moon' }, key: 'key_1' },
      { ...line, environment: 'production' },
      { ...line, environment: 'moon' },
    ]
    const page = await claviger.operations.audit?.(answering({ data, nextCursor: null }), null)
    expect(page?.entries).toMatchObject([
      { by: null, action: 'teleport', origin: 'API', environment: 'preview', keyName: 'a' },
      { origin: null, environment: null, key: null, keyName: null },
    ])
  })
})
