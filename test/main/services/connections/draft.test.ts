import { describe, expect, it } from 'vitest'
import { judgeConnection, type Typed } from '../../../../src/main/services/connections/draft.ts'
import type { PlaceDraft } from '../../../../src/shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../../src/shared/domain/connector.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { partedBy } from './parted.ts'

const { info: parted } = partedBy()
const trust = { ca: null, pin: null }
const at = (url: string, settings: PlaceDraft['settings'] = {}): PlaceDraft => ({
  ...{ url, trust, settings },
})
const typed = (change: Partial<Typed> = {}): Typed => ({
  name: 'Shop',
  places: {
    preview: at('https://one.example', { space: 'a' }),
    production: at('', { space: 'b' }),
  },
  credentials: { preview: 'x', production: 'y' },
  used: ['preview', 'production'],
  ...change,
})
const judged = (change: Partial<Typed> = {}, info: ConnectorInfo = parted) =>
  judgeConnection(typed(change), info, [])
const issuesOf = (change: Partial<Typed> = {}, info: ConnectorInfo = parted) => {
  try {
    judged(change, info)
    return []
  } catch (cause) {
    const error = infoOf(cause)
    return error?.code === 'invalid-input'
      ? error.issues.map(({ field, problem }) => `${field} ${problem}`)
      : [error]
  }
}
const both = (preview: PlaceDraft, production: PlaceDraft) => ({ places: { preview, production } })

describe('where an environment is', () => {
  it('is where the other one is, certificate and all, while no second address was typed', () => {
    const ca = null
    const pin = Array(32).fill('AB').join(':')
    const preview = { ...at('https://one.example/', { space: 'a' }), trust: { ca, pin } }
    const { places } = judged(both(preview, at('  ', { space: 'b' }))).connection
    expect(places.production).toEqual({
      ...{ url: 'https://one.example', trust: { ca, pin }, settings: { space: 'b' } },
    })
    const other = judged(both(preview, at('https://two.example', { space: 'b' }))).connection
    expect(other.places.production).toMatchObject({ url: 'https://two.example', trust })
  })

  it('is the first address for both where the service has one', () => {
    const one = { ...parted, address: { ...parted.address, each: false } }
    const places = both(
      at('https://one.example', { space: 'a' }),
      at('https://two.example', { space: 'b' }),
    )
    expect(judged(places, one).connection.places.production.url).toBe('https://one.example')
  })

  it('says once what is wrong with an address that is for both', () => {
    expect(issuesOf(both(at('', { space: 'a' }), at('', { space: 'b' })))).toEqual([
      'places.preview.url empty',
    ])
    expect(issuesOf(both(at('x', { space: 'a' }), at('http://y', { space: 'b' })))).toEqual([
      'places.preview.url not-a-url',
      'places.production.url not-https',
    ])
  })
})

describe('settings', () => {
  it('are trimmed, and what is blank or unknown is left out', () => {
    const settings = { space: ' a ', odd: 'x' }
    const { connection } = judged(
      both(at('https://one.example', settings), typed().places.production),
    )
    expect(connection.places.preview.settings).toEqual({ space: 'a' })
  })

  it('are needed where a credential is, and nowhere else', () => {
    const blank = both(at('https://one.example', { space: 'a' }), at('', { space: ' ' }))
    expect(issuesOf(blank)).toEqual(['places.production.settings.space empty'])
    const half = { credentials: { preview: 'x', production: null }, used: ['preview'] } as const
    expect(issuesOf({ ...blank, ...half })).toEqual([])
  })

  it('are not what would lead up in a path', () => {
    const up = both(at('https://one.example', { space: ' .. ' }), at('', { space: '.' }))
    expect(issuesOf(up)).toEqual([
      'places.preview.settings.space malformed',
      'places.production.settings.space malformed',
    ])
    const down = both(at('https://one.example', { space: '...' }), at('', { space: '.a' }))
    expect(issuesOf(down)).toEqual([])
  })
})

describe('two environments of a service that knows none', () => {
  const same = both(at('https://one.example', { space: 'a' }), at('', { space: 'a' }))
  const elsewhere = both(
    at('https://one.example', { space: 'a' }),
    at('https://two.example', { space: 'a' }),
  )

  it('must differ in address, setting or credential', () => {
    expect(issuesOf(same)).toEqual(['places.production.settings.space same-in-both'])
    expect(issuesOf(elsewhere)).toEqual([])
    const none = { ...parted, settings: [] }
    expect(issuesOf(same, none)).toEqual([])
    const one = { credentials: { preview: 'x', production: 'x' } }
    expect(issuesOf({ ...same, ...one }, none)).toEqual(['credentials.production same-in-both'])
  })

  it('are not compared while one of them is not used, nor where the service knows them', () => {
    expect(issuesOf({ ...same, used: ['production'] })).toEqual([])
    expect(issuesOf(same, { ...parted, environments: 'native' })).toEqual([])
  })
})

describe('a credential', () => {
  const { credential } = parted
  const wrong = [{ startsWith: 'sk-', is: 'an ordinary key' }]
  const picky = { ...parted, credential: { ...credential, wrong, begins: 'adm_' } }

  it('is refused by how it begins, before it is sent', () => {
    const given = { credentials: { preview: 'sk-1', production: 'other' } }
    expect(issuesOf(given, picky)).toEqual([
      'credentials.preview wrong-kind',
      'credentials.production wrong-kind',
    ])
    expect(issuesOf({ credentials: { preview: 'adm_1', production: 'adm_2' } }, picky)).toEqual([])
  })
})
