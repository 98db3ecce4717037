import { describe, expect, test } from 'vitest'
import { bannerWords } from '../../src/renderer/src/features/keys/list/banner-words.ts'
import { whyEmpty } from '../../src/renderer/src/features/keys/list/why-empty.ts'
import { progressText, syncText } from '../../src/renderer/src/features/shell/sync-text.ts'
import { whyNotGiven } from '../../src/renderer/src/features/why-not.ts'
import { scopeStatus } from '../../src/renderer/src/state/scope-status.ts'
import { errorText } from '../../src/renderer/src/ui/error-text.ts'
import { fieldText } from '../../src/renderer/src/ui/field-text.ts'
import { unavailableText } from '../../src/renderer/src/ui/unavailable-text.ts'
import { keyStates } from '../../src/shared/domain/key.ts'
import type { SyncState } from '../../src/shared/domain/sync.ts'
import {
  type ErrorInfo,
  ErrorInfo as ErrorShape,
  fieldProblems,
  fileCauses,
  keychainCauses,
  proxyCauses,
  tlsCauses,
} from '../../src/shared/error.ts'
import { liveSync, profileOf, ruleOf } from './fake-world.ts'

const host = 'keys.example.com'
const settingRefused = {
  code: 'setting-refused',
  environment: 'production',
  setting: 'api',
} as const
const all: readonly ErrorInfo[] = [
  { code: 'invalid-input', issues: [{ field: 'name', problem: 'taken' }] },
  { code: 'unknown-route' },
  { code: 'same-keys' },
  { code: 'untrusted-sender' },
  ...(['connection', 'key', 'reveal', 'intent', 'diagnostics'] as const).map(
    what => ({ code: 'not-found', what }) as const,
  ),
  { code: 'unsupported', effect: 'rotate' },
  { code: 'no-credential', environment: 'preview' },
  { code: 'unauthorized', environment: 'preview' },
  { code: 'forbidden', permission: 'keys:list', environment: null },
  { code: 'forbidden', permission: null, environment: 'production' },
  ...(['expired', 'wrong-kind'] as const).map(
    cause => ({ code: 'credential-unfit', cause, environment: 'preview' }) as const,
  ),
  ...(['missing', 'not-found', 'disabled'] as const).map(
    cause =>
      ({ ...settingRefused, cause, choices: cause === 'disabled' ? ['api_1'] : null }) as const,
  ),
  { ...settingRefused, cause: 'not-found', choices: Array(20).fill('api_1') },
  { code: 'unsupported-version', service: 'Unleash', version: '5.9.0', needs: '6.0 or later' },
  { code: 'unsupported-version', service: 'Unleash', version: null, needs: '6.0 or later' },
  { code: 'misplaced', asked: 'production', got: 'development', undone: true, key: null },
  { code: 'misplaced', asked: 'production', got: 'development', undone: false, key: 'k1' },
  ...[true, false].map(
    undone => ({ code: 'misplaced', asked: 'proj_1', got: null, undone, key: 'k1' }) as const,
  ),
  { code: 'changed-elsewhere' },
  { code: 'name-taken' },
  { code: 'plan-required', effect: 'create' },
  ...(['key-exists', 'no-key', 'key-revoked', 'key-expired'] as const).map(
    cause => ({ code: 'conflict', cause }) as const,
  ),
  { code: 'expiry-refused', cause: 'past', longestSeconds: null },
  { code: 'expiry-refused', cause: 'too-far', longestSeconds: 90 * 86_400 },
  { code: 'refused', status: 422, detail: null },
  ...(['dns', 'refused', 'network'] as const).map(
    cause => ({ code: 'unreachable', cause, host }) as const,
  ),
  ...tlsCauses.map(cause => ({ code: 'tls', cause, host }) as const),
  { code: 'timeout', seconds: 30 },
  { code: 'interrupted' },
  { code: 'redirected', location: 'https://other.example' },
  { code: 'rate-limited', retryAfterMs: 12_000 },
  { code: 'service-failed', status: 503 },
  ...(
    [
      ...(['not-json', 'web-page', 'shape', 'too-large', 'incomplete'] as const),
      ...(['not-a-key-service', 'time-unit'] as const),
    ] as const
  ).map(reason => ({ code: 'bad-response', reason }) as const),
  { code: 'outcome-unknown', intent: 'x', repeatable: true },
  { code: 'outcome-unknown', intent: 'x', repeatable: false },
  ...keychainCauses.map(cause => ({ code: 'keychain', cause }) as const),
  ...(['newer', 'read-only', 'full', 'failed'] as const).map(
    cause => ({ code: 'store', cause }) as const,
  ),
  ...fileCauses.map(cause => ({ code: 'file', cause }) as const),
  ...proxyCauses.map(
    cause => ({ code: 'proxy', cause, proxy: 'proxy.example:3128', host }) as const,
  ),
  { code: 'locked' },
  { code: 'busy' },
  { code: 'clipboard' },
  { code: 'secret-damaged' },
  { code: 'no-key-on-clipboard' },
  { code: 'other-key-on-clipboard' },
  { code: 'key-not-checked' },
  { code: 'built-in-service', cause: 'start' },
  { code: 'built-in-service', cause: 'stopped' },
  { code: 'cancelled' },
  { code: 'internal', incident: 'abc123' },
]

describe('errorText', () => {
  test('covers every code of the union', () => {
    const codes = ErrorShape.options.map(option => option.shape.code.value)
    expect(new Set(all.map(({ code }) => code))).toEqual(new Set(codes))
  })
  test('says something of its own for every cause', () => {
    const texts = all.map(error => JSON.stringify(errorText(error)))
    expect(new Set(texts).size).toBe(all.length)
  })
  test('is made of whole sentences and never of phrases that say nothing', () => {
    for (const error of all) {
      const { title, text } = errorText(error)
      expect(title).toMatch(/^\p{Lu}.*[^.]$/u)
      expect(text).toMatch(/^\p{Lu}.*\.$/u)
      expect(text).not.toMatch(/something went wrong|undefined|null|\[object/i)
    }
  })
  test('names the host, the permission, the wait and the incident', () => {
    expect(errorText({ code: 'unreachable', cause: 'dns', host }).text).toContain(host)
    expect(
      errorText({ code: 'forbidden', permission: 'keys:list', environment: 'production' }).text,
    ).toContain('the permission keys:list in Production')
    const wait = (retryAfterMs: number | null) =>
      errorText({ code: 'rate-limited', retryAfterMs }).text
    expect(wait(12_000)).toContain('wait 12 seconds.')
    expect(wait(290_500)).toContain('wait about 5 minutes.')
    expect(wait(null)).toContain('wait a while.')
    const many = { ...settingRefused, cause: 'missing', choices: Array(10).fill('api_1') } as const
    expect(errorText(many).text).toMatch(/Choose one of: (api_1, ){7}api_1 and 2 more\.$/)
    expect(errorText({ code: 'internal', incident: 'abc123' }).text).toContain('abc123')
    const far = { code: 'expiry-refused', cause: 'too-far', longestSeconds: 90 * 86_400 } as const
    expect(errorText(far).text).toContain('at most 90 days')
  })
  test('does not put the service’s own words into ours', () => {
    const text = errorText({ code: 'refused', status: 400, detail: 'call this number' }).text
    expect(text).not.toContain('call this number')
  })
})

test('every field problem says what to do, in its own sentence', () => {
  const texts = fieldProblems.map(problem => fieldText(problem))
  expect(new Set(texts).size).toBe(fieldProblems.length)
  for (const text of texts) expect(text).toMatch(/^\p{Lu}[^.]*(\.[a-z][^.]*)*\.$/u)
})

test('every reason for an unusable button has its own sentence', () => {
  const texts = [
    unavailableText({ reason: 'unsupported', because: null }, null),
    unavailableText({ reason: 'permission', permission: 'keys:delete' }, null),
    unavailableText({ reason: 'offline' }, null),
    unavailableText({ reason: 'unknown-service' }, null),
    unavailableText({ reason: 'read-only' }, null),
    unavailableText({ reason: 'plan' }, null),
    unavailableText({ reason: 'state', effect: 'generate', state: 'active' }, null),
    ...keyStates.map(state => unavailableText({ reason: 'state', effect: 'rotate', state }, null)),
  ]
  expect(new Set(texts).size).toBe(texts.length)
})

test('a missing permission and a missing plan are told as the service does', () => {
  const profile = profileOf({
    permissions: { 'api:create': 'Ask the team lead.' },
    plan: { name: 'Free', needed: 'Pro', title: 'Plan too small', upgrade: 'Go to Billing.' },
  })
  const permission = (code: string) => ({ reason: 'permission', permission: code }) as const
  expect(unavailableText(permission('api:create'), profile)).toBe('Ask the team lead.')
  expect(unavailableText(permission('api:view'), profile)).toContain('api:view')
  const plan = unavailableText({ reason: 'plan' }, profile)
  expect(plan).toBe('Plan too small: Go to Billing. Your plan is Free; this needs Pro.')
})

describe('why a button cannot be used', () => {
  const given = {
    profile: profileOf(),
    error: null,
    readOnly: false,
    environment: 'preview' as const,
  }
  const offline = { code: 'timeout', seconds: 30 } as const
  const refused = { code: 'unauthorized', environment: 'preview' } as const
  const outgrown = { code: 'plan-required', effect: 'list' } as const
  const trouble = { code: 'service-failed', status: 503 } as const

  test('nothing keeps an active key of a live list from being suspended', () => {
    expect(whyNotGiven(given)('suspend', 'active')).toBeNull()
    expect(whyNotGiven(given)('resume', 'active')).toContain('Active')
  })
  test('what the service never does says so whatever else is amiss: nobody waits for it', () => {
    const reason = 'Acme does not rotate keys: create a second one.'
    const never = profileOf({ effects: [ruleOf('rotate', { supported: false, reason })] })
    for (const amiss of [{}, { error: offline }, { error: refused }, { readOnly: true }])
      expect(whyNotGiven({ ...given, ...amiss, profile: never })('rotate', 'active')).toBe(reason)
  })
  test('offline, a refused credential and a read-only store come before all else', () => {
    expect(whyNotGiven({ ...given, error: offline })('create')).toContain('reached')
    expect(whyNotGiven({ ...given, error: refused })('create')).toBe(
      'Replace the Preview credential first.',
    )
    expect(whyNotGiven({ ...given, error: refused, readOnly: true })('create')).toContain(
      'cannot be written',
    )
  })
  test('a credential that is not there is added, not replaced', () => {
    const error = { code: 'no-credential', environment: 'preview' } as const
    expect(whyNotGiven({ ...given, error })('create')).toBe('Add a Preview credential first.')
  })
  test('a plan that lost the list takes everything with it, until its profile says what it leaves', () => {
    const before = whyNotGiven({ ...given, error: outgrown })
    expect(before('delete', 'active')).toContain('Upgrade required')
    const effects = [ruleOf('create', { missingInPlan: true }), ruleOf('delete')]
    const later = whyNotGiven({ ...given, error: outgrown, profile: profileOf({ effects }) })
    expect(later('create')).toContain('Upgrade required')
    expect(later('delete', 'active')).toBeNull()
  })
  test('trouble with the list alone forbids nothing', () => {
    expect(whyNotGiven({ ...given, error: trouble })('delete', 'active')).toBeNull()
  })
})

describe('how fresh the list is', () => {
  const now = Date.UTC(2026, 10, 21, 10, 0)
  const scope = { connection: 'c', environment: 'preview' } as const
  const state = (change: Partial<SyncState>) =>
    scopeStatus({ ...liveSync(scope, 1204, now - 19 * 60_000), ...change })
  const offline = {
    phase: 'failed',
    error: { code: 'unreachable', cause: 'network', host },
  } as const

  test('in the top bar', () => {
    expect(syncText(scopeStatus(null), now)).toBe('')
    expect(syncText(state({}), now)).toBe('Live')
    const begun = { phase: 'syncing', asOf: null, complete: false, count: 0, total: null } as const
    expect(syncText(state(begun), now)).toBe('Syncing')
    expect(progressText(state(begun))).toBe('')
    expect(progressText(state({ ...begun, count: 1200, total: 5000 }))).toBe('24%')
    // What is whole already is only being looked at again.
    expect(progressText(state({ phase: 'syncing', count: 1200, total: 5000 }))).toBe('')
    expect(syncText(state({ ...begun, phase: 'stopped' }), now)).toBe('Stopped')
    expect(syncText(state({ complete: false }), now)).toBe('Incomplete')
    expect(syncText(state(offline), now, 'UTC')).toBe('As of 09:41, offline')
    const never = { ...offline, asOf: null, complete: false, count: 0 } as const
    expect(syncText(state(never), now)).toBe('Never read, offline')
    expect(syncText(state({ ...never, count: 40 }), now)).toBe('Incomplete, offline')
    const missing = { code: 'no-credential', environment: 'production' } as const
    expect(syncText(state({ ...never, error: missing }), now)).toBe('Never read, no credential')
  })
  test('above the list', () => {
    expect(bannerWords(state({}), null, now)).toBeNull()
    expect(bannerWords(state({ ...offline, count: 12 }), null, now, 'UTC')).toEqual({
      title: 'Offline',
      text: expect.stringMatching(
        /^Showing this list as of 09:41; it can be read but not changed\. No way to the service: /,
      ),
    })
    const never = { ...offline, asOf: null, complete: false, count: 0 } as const
    expect(bannerWords(state(never), null, now)?.text).toMatch(/^The keys .* were never read/)
    // A read that broke off has brought something.
    expect(bannerWords(state({ ...never, count: 40 }), null, now)?.text).toMatch(
      /^Showing the part of this list that was read before that; it can be read but not changed\. /,
    )
    expect(bannerWords(state({ ...offline, complete: false }), null, now, 'UTC')?.text).toMatch(
      /^Showing the part of this list that was read, as of 09:41; /,
    )
    const refused = { code: 'unauthorized', environment: 'production' } as const
    expect(bannerWords(state({ phase: 'failed', error: refused }), null, now, 'UTC')?.title).toBe(
      'Production credential refused',
    )
    const limited = { code: 'rate-limited', retryAfterMs: 300_000 } as const
    const waiting = state({ phase: 'failed', error: limited, waitsUntil: now + 300_000 })
    expect(bannerWords(waiting, null, now, 'UTC')?.text).toMatch(/^It asks to wait until 10:05\. /)
    expect(bannerWords(state({ complete: false, total: 5000 }), null, now)?.text).toContain(
      '1,204 keys of 5,000 are here',
    )
    for (const total of [null, 100]) {
      const words = bannerWords(state({ complete: false, count: 100, total }), null, now)
      expect(words?.title).toBe('The service shows only 100 keys')
    }
  })
})

describe('why no key is in sight', () => {
  const scope = { connection: 'c', environment: 'preview' } as const
  const live = (count: number) => scopeStatus(liveSync(scope, count, 0))
  const none = { answered: true, unfiltered: 0, held: 0 }
  const offline = { code: 'timeout', seconds: 30 } as const

  test('there are none only when the rows and the sync say so', () => {
    expect(whyEmpty(none, live(0))).toBe('no-keys')
    expect(whyEmpty({ ...none, answered: false }, live(0))).toBe('loading')
    expect(whyEmpty(none, scopeStatus({ ...liveSync(scope, 0, 0), phase: 'syncing' }))).toBe(
      'loading',
    )
  })
  test('rows that are still on their way are not missing', () => {
    expect(whyEmpty(none, live(3))).toBe('loading')
    expect(whyEmpty(none, scopeStatus(null))).toBe('loading')
  })
  test('keys of another kind are none of this one', () => {
    expect(whyEmpty({ ...none, held: 3 }, live(3))).toBe('no-keys')
    expect(whyEmpty({ ...none, held: 2 }, live(3))).toBe('loading')
  })
  test('of a read that was stopped nobody knows whether there is a key', () => {
    const stopped = { ...liveSync(scope, 0, 0), phase: 'stopped' } as const
    expect(whyEmpty(none, scopeStatus({ ...stopped, complete: false }))).toBe('stopped')
    expect(whyEmpty(none, scopeStatus(stopped))).toBe('no-keys')
  })
  test('a missing permission and a missing plan are told where the list would be', () => {
    const failed = (error: ErrorInfo) =>
      scopeStatus({ ...liveSync(scope, 0, 0), phase: 'failed', error })
    const forbidden = { code: 'forbidden', permission: 'p', environment: null } as const
    expect(whyEmpty(none, failed(forbidden))).toBe('forbidden')
    expect(whyEmpty(none, failed({ code: 'plan-required', effect: 'list' }))).toBe('no-plan')
  })
  test('a filter and a service that was not read are causes of their own', () => {
    expect(whyEmpty({ answered: true, unfiltered: 3, held: 3 }, live(3))).toBe('no-match')
    const unread = { ...liveSync(scope, 0, 0), phase: 'failed', error: offline } as const
    expect(whyEmpty(none, scopeStatus(unread))).toBe('not-read')
    expect(whyEmpty(none, scopeStatus({ ...liveSync(scope, 0, 0), complete: false }))).toBe(
      'not-read',
    )
  })
})
