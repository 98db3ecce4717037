import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { secret as hidden } from '../../../../src/main/base/secret.ts'
import { unleash } from '../../../../src/main/connectors/unleash/index.ts'
import { idOf } from '../../../../src/main/connectors/unleash/wire.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { answering, recorded } from './service.ts'

const { operations } = unleash
const {
  audit,
  check,
  create,
  delete: remove,
  edit,
  probe,
  reveal,
} = operations as Required<typeof operations>

const tokens: readonly { readonly secret: string; readonly tokenName: string }[] = JSON.parse(
  recorded('list').body,
).tokens
const secretOf = (name: string): string =>
  tokens.find(({ tokenName }) => tokenName === name)?.secret ?? ''
const random = (secret: string): string => secret.split('.')[1] ?? ''

const path = '/api/admin/api-tokens'
const lists = { [`GET ${path}`]: 'list' } as const
const checkout = secretOf('checkout')
const seen = { id: idOf(checkout), version: null }
const draft = { name: 'checkout', description: null, expiresAt: null }
const failure = (attempt: Promise<unknown>) => attempt.then(() => 'nothing', infoOf)

const administration = {
  'GET /api/admin/ui-config': 'ui-config',
  'GET /api/admin/user': 'user-admin',
  'GET /api/admin/environments': 'environments',
} as const

describe('Unleash’s answers, as they were recorded', () => {
  it('lists the tokens of one environment, without their secrets', async () => {
    const page = await operations.list(answering(lists).http, null)
    expect(page.keys.map(({ name, state, description }) => [name, state, description])).toEqual([
      ['brief', 'expired', null],
      ['checkout', 'active', null],
      ['storefront', 'active', 'Frontend token'],
    ])
    expect(page.keys[1]).toMatchObject({
      id: idOf(checkout),
      mask: `*:production.…${checkout.slice(-4)}`,
      ...{ expiresAt: null, lastUsedAt: null },
    })
    for (const { secret } of tokens) expect(JSON.stringify(page)).not.toContain(random(secret))
  })

  it('creates a token, whose secret is nowhere but in the secret', async () => {
    const { http, sent } = answering({ [`POST ${path}`]: 'created' })
    const { key, secret } = await create(http, draft, 'intent')
    const body = { type: 'client', tokenName: 'checkout', environment: 'production' }
    expect(sent).toEqual([{ what: `POST ${path}`, body }])
    expect(secret.expose()).toBe(checkout)
    expect(inspect([key, secret], { depth: 8 })).not.toContain(random(checkout))
    expect(key.version).toBe((await operations.get(answering(lists).http, key.id)).version)
  })

  it('deletes a token that was made in another environment, and tells', async () => {
    const answers = { [`POST ${path}`]: 'created', [`DELETE ${path}/${checkout}`]: 'deleted' }
    const { http, sent } = answering(answers, 'staging')
    expect(await failure(create(http, draft, 'intent'))).toEqual({
      ...{ code: 'misplaced', asked: 'staging', got: 'production', undone: true },
      key: idOf(checkout),
    })
    expect(sent.at(-1)?.what).toBe(`DELETE ${path}/${checkout}`)
  })

  it('names the setting where Unleash names a permission', async () => {
    const answers = { ...administration, [`POST ${path}`]: 'created-unknown-environment' }
    expect(await failure(create(answering(answers, 'qa').http, draft, 'intent'))).toEqual({
      ...{ code: 'setting-refused', environment: 'production', setting: 'environment' },
      ...{ cause: 'not-found', choices: ['development', 'production'] },
    })
    // That it cannot be asked about leaves no doubt that nothing was made.
    const silent = answering({
      [`POST ${path}`]: 'forbidden',
      'GET /api/admin/environments': { ...recorded('environments'), status: 503 },
    })
    expect(await failure(create(silent.http, draft, 'intent'))).toMatchObject({ code: 'forbidden' })
    // Here it is the permission.
    const denied = answering({ ...administration, [`POST ${path}`]: 'forbidden' })
    expect(await failure(create(denied.http, draft, 'intent'))).toMatchObject({ code: 'forbidden' })
  })

  it('asks before it believes that a token was changed or deleted', async () => {
    const gone = answering({
      ...{ [`GET ${path}`]: 'list', [`PUT ${path}/${checkout}`]: 'updated' },
      [`DELETE ${path}/${checkout}`]: 'deleted-again',
    })
    const nobody = { id: idOf('nobody'), version: null }
    expect(await remove(gone.http, nobody)).toEqual({ alreadyGone: true })
    // The list has it as it was, whatever was answered.
    const expiresAt = Date.UTC(2030, 0, 1)
    const said = await failure(edit(gone.http, seen, { expiresAt }))
    expect(said).toEqual({ code: 'changed-elsewhere' })
    const kept = { code: 'refused', status: 200, detail: null }
    expect(await failure(remove(gone.http, seen))).toEqual(kept)
  })

  it('believes that a token was deleted when the list lacks it, or cannot be read again', async () => {
    const list = recorded('list')
    const without = tokens.filter(({ secret }) => secret !== checkout)
    for (const after of [
      { ...list, body: JSON.stringify({ tokens: without }) },
      { ...list, status: 503 },
    ]) {
      const { http } = answering({
        [`GET ${path}`]: ['list', after],
        [`DELETE ${path}/${checkout}`]: 'deleted',
      })
      expect(await remove(http, seen)).toEqual({ alreadyGone: false })
    }
  })

  it('neither changes nor deletes a token that is not what was seen', async () => {
    const { http, sent } = answering(lists)
    const stale = { ...seen, version: 'of before' }
    const changed = { code: 'changed-elsewhere' }
    expect(await failure(edit(http, stale, { expiresAt: Date.UTC(2099, 0, 1) }))).toEqual(changed)
    expect(await failure(remove(http, stale))).toEqual(changed)
    expect(sent.map(({ what }) => what)).toEqual([`GET ${path}`, `GET ${path}`])
  })

  it('refuses an expiry that is past by the service’s clock, and sends nothing', async () => {
    const { http, sent } = answering(lists)
    const past = Date.parse(recorded('list').headers.date ?? '') - 1000
    const refused = { code: 'expiry-refused', cause: 'past', longestSeconds: null }
    expect(await failure(edit(http, seen, { expiresAt: past }))).toEqual(refused)
    expect(await failure(create(http, { ...draft, expiresAt: 1 }, 'intent'))).toEqual(refused)
    expect(sent.map(({ what }) => what)).toEqual([`GET ${path}`])
  })

  it('hands over no token that is over by the service’s clock, and takes it back', async () => {
    const brief = JSON.parse(recorded('created-past').body).secret
    for (const deleted of ['deleted', { ...recorded('deleted'), status: 503 }]) {
      const answers = { [`POST ${path}`]: 'created-past', [`DELETE ${path}/${brief}`]: deleted }
      const { http, sent } = answering(answers)
      const soon = { ...draft, expiresAt: Date.now() + 60_000 }
      expect(await failure(create(http, soon, 'intent'))).toEqual({
        ...{ code: 'expiry-refused', cause: 'past', longestSeconds: null },
      })
      expect(sent.at(-1)?.what).toBe(`DELETE ${path}/${brief}`)
    }
  })

  it('reads the log without a secret, of one environment', async () => {
    const { http } = answering({ 'GET /api/admin/search/events': 'events' })
    const page = await audit(http, null)
    expect(page.entries.map(({ action, keyName, by }) => [action, keyName, by])).toEqual([
      ['delete', 'batch', 'admin'],
      ['expire', 'batch', 'admin'],
      ['create', 'batch', 'admin'],
      ['create', 'checkout', 'admin'],
      ['create', 'brief', 'admin'],
      ['create', 'storefront', 'admin'],
    ])
    expect(page.next).toBeNull()
  })
})

describe('a secret', () => {
  const door = 'GET /api/client/features'

  it('is presented nowhere but in the environment that it names', async () => {
    const { http, sent } = answering({})
    const other = secretOf('trial')
    expect(other).toMatch(/^\*:development\./)
    const elsewhere = { verdict: 'wrong-environment', id: null }
    expect(await check(http, hidden(other))).toEqual(elsewhere)
    expect(sent).toEqual([])
  })

  it('that the first door refuses for its kind is tried at the other', async () => {
    const client = recorded('client')
    const page = { ...client, body: '{"toggles":[]}' }
    const { http } = answering({ [door]: 'other-kind', 'GET /api/frontend': page })
    const storefront = secretOf('storefront')
    expect(await check(http, hidden(storefront))).toEqual({
      ...{ verdict: 'valid', id: idOf(storefront) },
    })
    const refused = answering({ [door]: 'other-kind', 'GET /api/frontend': 'other-kind' })
    expect(await check(refused.http, hidden(storefront))).toMatchObject({ verdict: 'unknown' })
  })

  it.each([
    ['brief', 'expired'],
    // Its list has it, and its door has not heard of it yet.
    ['checkout', 'unknown'],
  ])('that no door knows is looked for in the list: %s is %s', async (name, verdict) => {
    const { http } = answering({ ...lists, [door]: 'client-unknown' })
    const key = secretOf(name)
    expect(await check(http, hidden(key))).toEqual({ verdict, id: idOf(key) })
  })

  it('is not called dead by what stands before the service', async () => {
    const refused = recorded('client-unknown')
    const bare = { ...refused, body: '' }
    const other = { ...refused, body: '{"error":"unauthorized"}' }
    const { http } = answering({ ...lists, [door]: ['client', bare, other, refused] })
    const asks = await probe(http, seen.id)
    const said = [await asks?.(), await asks?.(), await asks?.(), await asks?.()]
    expect(said).toEqual(['valid', 'unknown', 'unknown', 'not-found'])
  })

  it('is not dead by a 401 in other words, which the service has while its database fails', async () => {
    const body = '{"name":"UnauthorizedError","message":"You must log in to use Unleash."}'
    const { http } = answering({ ...lists, [door]: { ...recorded('client-unknown'), body } })
    expect(await (await probe(http, seen.id))?.()).toBe('unknown')
    const refusing = answering({ ...lists, [door]: 'client-unknown' })
    expect(await (await probe(refusing.http, seen.id))?.()).toBe('not-found')
  })

  it('that is in no list was not found, or is no token', async () => {
    const { http } = answering({ ...lists, [door]: 'client-unknown' })
    const nobody = `*:production.${'0'.repeat(56)}`
    expect(await check(http, hidden(nobody))).toEqual({ verdict: 'not-found', id: null })
    expect(await check(http, hidden('nothing'))).toEqual({ verdict: 'malformed', id: null })
  })

  it('that the service keeps a digest of can be neither shown nor asked about', async () => {
    const listed = recorded('list')
    const secure = tokens.map(token => ({ ...token, secure: true }))
    const list = { ...listed, body: JSON.stringify({ tokens: secure }) }
    const { http } = answering({ [`GET ${path}`]: list })
    expect(await probe(http, seen.id)).toBeNull()
    const unsupported = { code: 'unsupported', effect: 'reveal' }
    expect(await failure(reveal(http, seen.id))).toEqual(unsupported)
    expect((await operations.get(http, seen.id)).mask).toBeNull()
  })
})

describe('Unleash says who asks', () => {
  const describeWith = (answers: Parameters<typeof answering>[0]) =>
    failure(operations.describe(answering({ ...administration, ...answers }).http))

  it('an administrator may everything, an editor may look', async () => {
    const missing = async (user: string) => {
      const { http } = answering({ ...administration, 'GET /api/admin/user': user })
      const { caller, effects } = await operations.describe(http)
      return [caller, effects.flatMap(({ missingPermission }) => missingPermission ?? [])]
    }
    expect(await missing('user-admin')).toEqual(['admin', []])
    expect(await missing('user-editor')).toEqual([
      'editor',
      ['CREATE_CLIENT_API_TOKEN', 'UPDATE_CLIENT_API_TOKEN', 'DELETE_CLIENT_API_TOKEN'],
    ])
  })

  it('what is allowed in one project opens no token', async () => {
    const user = recorded('user-editor')
    const { permissions, ...rest } = JSON.parse(user.body)
    const some = { permission: 'DELETE_CLIENT_API_TOKEN', project: 'default' }
    const deleting = async (permission: object) => {
      const body = JSON.stringify({ ...rest, permissions: [...permissions, permission] })
      const { http } = answering({ ...administration, 'GET /api/admin/user': { ...user, body } })
      const { effects } = await operations.describe(http)
      return effects.find(({ effect }) => effect === 'delete')?.missingPermission
    }
    expect(await deleting(some)).toBe('DELETE_CLIENT_API_TOKEN')
    expect(await deleting({ permission: some.permission })).toBeNull()
  })

  it('a credential that is over, of the wrong kind, or without a permission', async () => {
    const environment = 'production'
    const says = (answer: string) => describeWith({ 'GET /api/admin/ui-config': answer })
    expect(await says('unauthorized')).toEqual({ code: 'unauthorized', environment })
    const unfit = { code: 'credential-unfit', environment, cause: 'wrong-kind' }
    expect(await says('admin-wrong-kind')).toEqual(unfit)
    const viewer = answering({ [`GET ${path}`]: 'forbidden' })
    expect(await failure(operations.list(viewer.http, null))).toEqual({
      ...{ code: 'forbidden', permission: 'READ_CLIENT_API_TOKEN', environment: null },
    })
  })

  const saying = (version: string) => {
    const config = recorded('ui-config')
    const body = JSON.stringify({ ...JSON.parse(config.body), version })
    return describeWith({ 'GET /api/admin/ui-config': { ...config, body } })
  }

  it.each(['5.12.0', '6.5.9', '4', ''])('version %s is not supported', async version => {
    expect(await saying(version)).toEqual({
      ...{ code: 'unsupported-version', service: 'Unleash', version, needs: '6.6 or later' },
    })
  })

  it.each(['6.6.0', '7.0.0', '8.2.0+main', '10.0.0'])('version %s is', async version => {
    expect(await saying(version)).toBe('nothing')
  })
})

describe('the address of a token, which holds its secret', () => {
  // The service repeats the path, and with it the secret.
  const echo = recorded('unknown-path')

  it.each([400, 403, 404, 409, 422, 500])('is in no error after %i', async status => {
    const body = echo.body.replaceAll(/fake[0-9a-f]{52}/g, random(checkout))
    expect(body).toContain(random(checkout))
    const answer = { ...echo, status, body }
    const { http } = answering({
      ...lists,
      [`PUT ${path}/${checkout}`]: answer,
      [`DELETE ${path}/${checkout}`]: answer,
    })
    const later = { expiresAt: Date.UTC(2030, 0, 1) }
    for (const attempt of [() => edit(http, seen, later), () => remove(http, seen)]) {
      const error = await attempt().catch(cause => cause)
      expect(infoOf(error)).not.toBeNull()
      expect(inspect([error, infoOf(error)], { depth: 8 })).not.toContain(random(checkout))
    }
  })
})
