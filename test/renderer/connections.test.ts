import { describe, expect, test } from 'vitest'
import {
  draftOf,
  emptyForm,
  formFor,
  formOf,
  trustOf,
  withPlace,
} from '../../src/renderer/src/features/connections/connection-form.ts'
import { consequencesOf } from '../../src/renderer/src/features/connections/edit-words.ts'
import { placeError, placeTrials } from '../../src/renderer/src/features/connections/form-errors.ts'
import { settingLabel } from '../../src/renderer/src/features/connections/setting-label.ts'
import {
  trusting,
  trustQuestion,
} from '../../src/renderer/src/features/connections/trust-question.ts'
import { clockText } from '../../src/renderer/src/ui/clock-text.ts'
import type { ConnectorInfo, Setting } from '../../src/shared/domain/connector.ts'
import type { ErrorInfo } from '../../src/shared/error.ts'
import { connectionOf, connectorOf, placeOf, profileOf } from './fake-world.ts'

const setting = (id: string, preview = '', production = ''): Setting => ({
  ...{ id, label: 'Project', hint: 'Its id.', initial: { preview, production }, required: true },
})
const hosted: ConnectorInfo = connectorOf({
  ...{ id: 'hosted', name: 'Hosted', environments: 'separate', settings: [setting('project')] },
  address: { url: 'https://api.hosted.example', placeholder: '', path: null, each: false },
})
const own: ConnectorInfo = connectorOf({
  ...{ id: 'own', name: 'Own', environments: 'separate' },
  settings: [setting('project', 'dev', 'prod'), setting('team')],
  address: { url: null, placeholder: '', path: '', each: true },
})
const typedOwn = { form: emptyForm(own), info: own }
const apart = {
  info: own,
  form: { ...typedOwn.form, ...withPlace(typedOwn.form, 'production', { url: 'https://b:8443' }) },
}
const host = 'b:8443'

describe('the form of a connection', () => {
  test('begins with what its service mostly has', () => {
    expect(emptyForm(hosted).places.preview.url).toBe('https://api.hosted.example')
    expect(emptyForm(own).places).toMatchObject({
      preview: { url: '', settings: { project: 'dev', team: '' } },
      production: { url: '', settings: { project: 'prod', team: '' } },
    })
  })

  test('keeps what was typed when another kind is chosen, and nothing that was not', () => {
    const form = emptyForm(hosted)
    const typed = {
      ...{ ...form, name: 'Shop', credentials: { preview: 'x', production: '' } },
      ...withPlace(form, 'preview', { settings: { project: 'p1' } }),
    }
    const next = formFor(typed, hosted, own)
    expect(next).toMatchObject({
      ...{ name: 'Shop', credentials: { preview: 'x', production: '' } },
      places: {
        preview: { url: '', settings: { project: 'p1', team: '' } },
        production: { url: '', settings: { project: 'prod', team: '' } },
      },
    })
    const moved = { ...next, ...withPlace(next, 'preview', { url: 'https://own.example' }) }
    expect(formFor(moved, own, connectorOf()).places.preview).toMatchObject({
      ...{ url: 'https://own.example', settings: {} },
    })
    // Nobody has a hosted service at home.
    expect(formFor(moved, own, hosted).places.preview.url).toBe('https://api.hosted.example')
  })

  test('sends both environments to one address until another is typed', () => {
    const trusted = { url: 'https://a', ca: 'PEM', pin: 'AB' }
    const form = { ...emptyForm(own), ...withPlace(emptyForm(own), 'preview', trusted) }
    expect(draftOf(form, own, 'memory').places.production).toMatchObject({
      ...{ url: 'https://a', trust: { ca: 'PEM', pin: 'AB' }, settings: { project: 'prod' } },
    })
    const two = { ...form, ...withPlace(form, 'production', { url: ' https://b ' }) }
    expect(draftOf(two, own, 'memory').places.production).toMatchObject({
      ...{ url: 'https://b', trust: { ca: null, pin: null } },
    })
    expect(draftOf(two, hosted, 'memory').places.production.url).toBe('https://a')
  })

  test('takes a public key pin as curl writes it, with blanks around', () => {
    const trust = (pin: string | null) => trustOf({ ca: ' ', pin })
    expect(trust(' sha256//AbC= ')).toEqual({ ca: null, pin: 'sha256/AbC=' })
    expect(trust('  ')).toEqual({ ca: null, pin: null })
    expect(trust(null)).toEqual({ ca: null, pin: null })
  })

  test('shows one address of a connection that has one', () => {
    const [one, other] = [placeOf('https://a', { project: 'x' }), placeOf('https://b')]
    const url = (info: ConnectorInfo, production: typeof one) =>
      formOf(connectionOf(1, { places: { preview: one, production } }), info).places.production.url
    expect(url(own, { ...one, settings: {} })).toBe('')
    expect(url(own, other)).toBe('https://b')
    expect(url(hosted, one)).toBe('https://a')
  })

  test('a label goes on in a sentence, unless it is an abbreviation', () => {
    const labelOf = (label: string, required: boolean) =>
      settingLabel('production', { label, required })
    expect(labelOf('Workspace ID', true)).toBe('Production workspace ID')
    expect(labelOf('API ID', false)).toBe('Production API ID (optional)')
  })
})

describe('what is refused stands at the field that must change', () => {
  const fieldOf = (error: ErrorInfo, typed = typedOwn, where: 'production' | null = 'production') =>
    Object.keys(placeError(error, typed, where))
  const badResponse = (reason: 'web-page' | 'time-unit' | 'incomplete') =>
    ({ code: 'bad-response', reason }) as const
  const environment = 'production'
  const forbidden = { code: 'forbidden', permission: 'read', environment: null } as const

  test.each([
    ['credentials.production', { code: 'unauthorized', environment }],
    ['credentials.production', { code: 'credential-unfit', environment, cause: 'expired' }],
    ['credentials.production', { code: 'credential-unfit', environment, cause: 'wrong-kind' }],
    ['credentials.production', forbidden],
    ['credentials.preview', { ...forbidden, environment: 'preview' }],
    ['places.preview.url', { code: 'unreachable', cause: 'dns', host }],
    ['places.preview.url', { code: 'redirected', location: null }],
    ['places.preview.url', badResponse('web-page')],
    ['places.preview.url', badResponse('time-unit')],
    ['places.preview.url', { code: 'not-found', what: 'key' }],
    ['places.preview.url', { code: 'refused', status: 404, detail: null }],
    ['places.preview.url', { code: 'unsupported-version', service: 'X', version: '1', needs: '2' }],
  ] satisfies readonly (readonly [string, ErrorInfo])[])('%s: %o', (field, error) => {
    expect(fieldOf(error)).toEqual([field])
  })

  test('at the address of the environment, where it has one of its own', () => {
    expect(fieldOf(badResponse('web-page'), apart)).toEqual(['places.production.url'])
    expect(fieldOf(badResponse('web-page'), apart, null)).toEqual([])
    const { form } = apart
    const blank = { ...apart, form: { ...form, ...withPlace(form, 'production', { url: ' ' }) } }
    expect(fieldOf(badResponse('web-page'), blank)).toEqual(['places.preview.url'])
  })

  test('at the setting, with what may be chosen', () => {
    const refused = { code: 'setting-refused', environment, cause: 'not-found' } as const
    const error = { ...refused, setting: 'project', choices: ['a', 'b'] }
    expect(placeError(error, typedOwn, null)).toEqual({
      'places.production.settings.project': 'The service does not have this. Choose one of: a, b.',
    })
    expect(fieldOf({ ...error, setting: 'other' })).toEqual([])
  })

  test.each([
    { code: 'timeout', seconds: 30 },
    { code: 'service-failed', status: 503 },
    { code: 'tls', cause: 'untrusted', host },
    { code: 'keychain', cause: 'locked' },
    badResponse('incomplete'),
    { code: 'refused', status: 422, detail: null },
  ] satisfies readonly ErrorInfo[])(
    'at none when nothing that was typed is to blame: %o',
    error => {
      expect(fieldOf(error)).toEqual([])
    },
  )

  test('says what a credential is by how it begins', () => {
    const credential = {
      ...{ ...own.credential, label: 'Admin key', begins: 'adm_' },
      wrong: [{ startsWith: 'sk-', is: 'an ordinary key of the shop' }],
    }
    const info = { ...own, credential }
    const said = (production: string) =>
      placeError(
        {
          code: 'invalid-input',
          issues: [{ field: 'credentials.production', problem: 'wrong-kind' }],
        },
        { info, form: { ...typedOwn.form, credentials: { preview: '', production } } },
        null,
      )['credentials.production']
    expect(said('sk-1')).toBe('This is an ordinary key of the shop. Enter the Admin key here.')
    expect(said('x')).toContain('does not begin with adm_')
    expect(said('adm_1')).toContain('an ordinary key, which may not manage others')
  })

  test('of both environments at once', () => {
    const trials = {
      preview: { ok: false, error: { code: 'unauthorized', environment: 'preview' } },
      production: { ok: false, error: badResponse('web-page') },
    } as const
    expect(Object.keys(placeTrials(trials, apart))).toEqual([
      ...['credentials.preview', 'places.production.url'],
    ])
    const works = { ok: true, profile: profileOf() } as const
    expect(placeTrials({ preview: works, production: null }, apart)).toEqual({})
  })
})

test('a certificate is asked about at the address that shows it', () => {
  const error = { code: 'tls', cause: 'untrusted', host } as const
  expect(trustQuestion(error, null, typedOwn)).toBe('preview')
  expect(trustQuestion(error, null, apart)).toBe('production')
  expect(trustQuestion({ ...error, host: 'a' }, null, apart)).toBe('preview')
  const failed = { ok: false, error } as const
  const trials = { preview: null, production: failed }
  expect(trustQuestion(null, trials, apart)).toBe('production')
  expect(trustQuestion(null, trials, typedOwn)).toBe('preview')
  expect(trustQuestion({ ...error, cause: 'expired' }, null, apart)).toBeNull()
})

test('trusting a certificate replaces the one before it, and no public key that is pinned', () => {
  const shown = { ca: 'pem', pin: Array(32).fill('AB').join(':') }
  const place = { url: '', settings: {}, ca: '' }
  const pinOf = (pin: string | null) => trusting({ ...place, pin }, shown).pin
  expect(trusting({ ...place, pin: null }, shown)).toEqual(shown)
  expect(pinOf(Array(32).fill('CD').join(':'))).toBe(shown.pin)
  expect(pinOf(`sha256/${'A'.repeat(43)}=`)).toBe(`sha256/${'A'.repeat(43)}=`)
})

test('another public key than the pinned one stands at the pin', () => {
  const error = { code: 'tls', cause: 'key-mismatch', host } as const
  expect(Object.keys(placeError(error, typedOwn, 'production'))).toEqual([
    'places.preview.trust.pin',
  ])
  expect(placeError(error, apart, 'production')).toEqual({
    'places.production.trust.pin': expect.stringContaining('another public key'),
  })
  expect(placeError(error, apart, null)).toEqual({})
  expect(placeError({ ...error, cause: 'untrusted' }, apart, 'preview')).toEqual({})
})

describe('what an edit makes Claviger forget', () => {
  const settings = { project: 'dev', team: 't' }
  const connection = connectionOf(1, {
    connector: 'own',
    places: {
      preview: placeOf('https://a', settings),
      production: placeOf('https://a', { project: 'prod' }),
    },
    credentials: { preview: 'keychain', production: 'none' },
  })
  const form = formOf(connection, own)
  const whenSaved = (environment: 'preview' | 'production', change: object) =>
    consequencesOf(connection, { ...form, ...withPlace(form, environment, change) }, own)

  test('is nothing while its places stay as they are', () => {
    expect(consequencesOf(connection, { ...form, name: 'Other' }, own)).toEqual([])
    expect(whenSaved('preview', { url: ' https://a/ ' })).toEqual([])
    expect(whenSaved('production', { settings: { project: 'prod ', team: ' ' } })).toEqual([])
  })

  test('is said for each environment that moves', () => {
    const moved = whenSaved('preview', { url: 'https://b' })
    expect(moved).toEqual([
      'Preview: the list of its keys. Its credential was given for https://a and must be given again.',
      'Production: the list of its keys.',
    ])
    expect(whenSaved('production', { url: 'https://b' })).toEqual([
      'Production: the list of its keys.',
    ])
    expect(whenSaved('preview', { settings: { project: 'other', team: 't' } })).toEqual([
      'Preview: the list of its keys, which is read anew. Its credential stays, and is tried first.',
    ])
  })
})

test('a clock that is off by more than a minute is told of, in the unit in which one sees it', () => {
  expect(clockText(60_000)).toBeNull()
  expect(clockText(-60_000)).toBeNull()
  expect(clockText(61_000)).toBe('This computer’s clock is 1 minute behind the service’s.')
  expect(clockText(-3 * 3_600_000)).toBe('This computer’s clock is 3 hours ahead of the service’s.')
  expect(clockText(3 * 86_400_000)).toBe('This computer’s clock is 3 days behind the service’s.')
})
