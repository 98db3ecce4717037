import { expect } from 'vitest'
import type { Transport, TransportRequest } from '../../../../src/main/base/transport.ts'
import type { KeyPage } from '../../../../src/main/connectors/connector.ts'
import type { Settings } from '../../../../src/shared/domain/connection.ts'
import { environments } from '../../../../src/shared/domain/environment.ts'
import type { Effect } from '../../../../src/shared/domain/profile.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { draft } from './calls.ts'
import { begin, type Life, lasting, listAll, named, obtain, readList, refusal } from './life.ts'

/** A credential that the service does not know is said to be one, and whose. */
export const refusesCredential = async ({ opened, operations, environment }: Life) => {
  const credential = [...opened.running.credentials[environment]].reverse().join('')
  const http = opened.http(environment, { credential })
  for (const attempt of [() => operations.describe(http), () => operations.list(http, null)]) {
    const failure = await refusal(attempt())
    expect(['unauthorized', 'credential-unfit']).toContain(Object(failure).code)
    expect(failure).toMatchObject({ environment })
  }
}

const changed = (value: string): string =>
  value === '' ? 'no-such' : value.slice(0, -1) + (value.endsWith('a') ? 'b' : 'a')

/** A setting that picks out nothing is named, as soon as the connection is tried. */
export const refusesSettings = async ({ opened, operations, environment }: Life) => {
  const { running, connector } = opened
  const settings = running.settings[environment]
  for (const { id, required } of connector.info.settings) {
    const refuse = async (others: Settings, cause: string) => {
      const failure = await refusal(
        operations.describe(opened.http(environment, { settings: others })),
      )
      const wanted = { code: 'setting-refused', environment, setting: id, cause }
      // A credential that may see no other one cannot know that there is none: the permission names it.
      const isForbidden = cause === 'not-found' && Object(failure).permission?.includes(others[id])
      if (!isForbidden) expect(failure).toMatchObject(wanted)
    }
    const { [id]: value = '', ...others } = settings
    if (required) await refuse(others, 'missing')
    await refuse({ ...others, [id]: changed(value) }, 'not-found')
  }
}

/** Sends what would make a key named `name` with the settings of the other environment. */
const misdirecting =
  (name: string, from: Settings, to: Settings, sent: () => void) =>
  (transport: Transport): Transport =>
  request => {
    const { body } = request
    if (body === null || !body.includes(name)) return transport(request)
    const other = Object.keys(from).reduce((text, id) => {
      const [asked, got] = [JSON.stringify(from[id]), JSON.stringify(to[id] ?? null)]
      return text.replaceAll(asked, got)
    }, body)
    if (other !== body) sent()
    return transport({ ...request, body: other })
  }

/**
 * A key that the service makes elsewhere than it was asked to is taken back at once, and that is said. Where the
 * setting is in the path nothing is misdirected: there the service itself refuses a wrong one.
 */
export const takesBackMisplaced = async (life: Life) => {
  const { opened, operations, environment } = life
  const { settings } = opened.running
  const other = environment === 'preview' ? 'production' : 'preview'
  const name = named('misplaced')
  let misdirected = false
  const through = misdirecting(name, settings[environment], settings[other], () => {
    misdirected = true
  })
  const http = opened.http(environment, { through })
  const outcome = await operations
    .create?.(http, draft(name), crypto.randomUUID())
    .catch(cause => infoOf(cause) ?? cause)
  if (!misdirected) return
  // A credential that may not enter the other one is as good.
  if (Object(outcome).code !== 'forbidden')
    expect(outcome).toMatchObject({ code: 'misplaced', undone: true })
  for (const environment of environments) {
    const keys = await listAll(await begin(opened, environment))
    expect(keys.map(key => key.name)).not.toContain(name)
  }
}

const pageSizes = ['limit', 'per_page', 'page_size', 'size', 'count']

/** Asks for two keys a page, wherever the connector asks for a number of them. */
const inSmallPages =
  (transport: Transport): Transport =>
  request => {
    const url = new URL(request.url)
    for (const name of pageSizes) if (url.searchParams.has(name)) url.searchParams.set(name, '2')
    const body = pageSizes.reduce(
      (text, name) => text?.replace(new RegExp(`"${name}":\\d+`), `"${name}":2`) ?? null,
      request.body,
    )
    return transport({ ...request, url: url.href, body })
  }

/** A service may give smaller pages than it was asked for: nothing is lost, or it is told. */
export const readsSmallPages = async (life: Life) => {
  const names = ['one', 'two', 'three'].map(named)
  for (const name of names) await obtain(life, name)
  const http = life.opened.http(life.environment, { through: inSmallPages })
  const { keys, truncated } = await readList({ ...life, http })
  if (!truncated) expect(keys.map(key => key.name)).toEqual(expect.arrayContaining(names))
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Every time that looks like one in another unit: seconds for ms, ms for seconds. */
const inOtherUnits = (value: Json, found: () => void): Json => {
  if (typeof value === 'number') {
    const isMs = value >= 1e12 && value < 1e13
    if (!isMs && !(value >= 1e9 && value < 1e10)) return value
    found()
    return isMs ? Math.floor(value / 1000) : value * 1000
  }
  if (Array.isArray(value)) return value.map(one => inOtherUnits(one, found))
  if (!(value instanceof Object)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, inOtherUnits(one, found)]),
  )
}

/** A time in another unit than the documented one is refused, never shown as a date in 1970 or in 56 000. */
export const refusesTimeUnits = async (life: Life) => {
  await obtain(life, named('timed'))
  const { opened, operations, environment } = life
  let found = false
  const through =
    (transport: Transport): Transport =>
    async request => {
      const response = await transport(request)
      const body: Json = JSON.parse(response.body || 'null')
      const other = inOtherUnits(body, () => {
        found = true
      })
      return found ? { ...response, body: JSON.stringify(other) } : response
    }
  const list = operations.list(opened.http(environment, { through }), null)
  const outcome: unknown = await list.then(({ keys }: KeyPage) => keys.length, infoOf)
  if (found) expect(outcome).toEqual({ code: 'bad-response', reason: 'time-unit' })
}

/** Everything that is sent and is no read. */
const recordChanges = ({ opened, environment }: Life) => {
  const sent: TransportRequest[] = []
  const through =
    (next: Transport): Transport =>
    request => {
      if (!request.isRead) sent.push(request)
      return next(request)
    }
  return { http: opened.http(environment, { through }), sent }
}

/** Nothing is changed that is not as it was seen: the version is in the request, or was compared before any was sent. */
export const refusesStaleVersions = async (life: Life) => {
  const { operations, can, now } = life
  const { http, sent } = recordChanges(life)
  const { key } = await obtain(life, named('stale'))
  const stale = { id: key.id, version: '"stale"' }
  const expiresAt = now() + 86_400_000
  const writes: readonly (readonly [Effect, () => Promise<unknown> | undefined])[] = [
    ['rename', () => operations.edit?.(http, stale, { name: named('late') })],
    ['describe', () => operations.edit?.(http, stale, { description: 'late' })],
    ['expire', () => operations.edit?.(http, stale, { expiresAt })],
    ['suspend', () => operations.suspend?.(http, stale)],
    ['resume', () => operations.resume?.(http, stale)],
    ['rotate', () => operations.rotate?.(http, stale, 0, crypto.randomUUID())],
    ['revoke', () => operations.revoke?.(http, stale)],
    ['generate', () => operations.generate?.(http, stale, crypto.randomUUID())],
    ['delete', () => operations.delete?.(http, stale)],
  ]
  for (const [effect, write] of writes.filter(([effect]) => can(effect))) {
    expect([effect, await refusal(write())]).toEqual([effect, { code: 'changed-elsewhere' }])
  }
  for (const { headers } of sent) expect(headers['if-match']).toBe(stale.version)
  expect(lasting(await operations.get(http, key.id))).toEqual(lasting(key))
}
