import { beforeEach, describe, expect, it } from 'vitest'
import { isModest, mostOfInput } from '../../../src/main/ipc/modest.ts'
import { createRouter } from '../../../src/main/ipc/router.ts'
import type { HandlersOf } from '../../../src/shared/contract/define.ts'
import { type AppContract, contract } from '../../../src/shared/contract/index.ts'
import { leavesOf, plant, sampleOf } from './sample.ts'

let reached: unknown[] = []
let ran = 0
beforeEach(() => {
  reached = []
  ran = 0
})

/** Every handler of the application, which only says what reached it. */
const handlers = Object.fromEntries(
  Object.entries(contract).map(([domain, routes]) => [
    domain,
    Object.fromEntries(
      Object.keys(routes).map(name => [name, async (input: unknown) => void reached.push(input)]),
    ),
  ]),
  // Their answers are of no interest here.
) as unknown as HandlersOf<AppContract>
const router = createRouter(contract, handlers, () => undefined)

const cyclic = (): object => {
  const loop: { self?: unknown } = {}
  loop.self = loop
  return loop
}
const deep = (): unknown => {
  let value: unknown = 'x'
  for (let depth = 0; depth < 10_000; depth += 1) value = { value }
  return value
}
const withGetter = () => ({
  get length() {
    ran += 1
    return 1
  },
})

/** None of them is ever what a field asks for. */
const hostile: Readonly<Record<string, unknown>> = {
  function: () => undefined,
  symbol: Symbol('x'),
  bigint: 1n,
  'not a number': Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  'an object': {},
  'an empty list': [],
  'a boxed string': Object('x'),
  date: new Date(0),
  map: new Map([['a', 1]]),
  bytes: new Uint8Array(10_000_000),
  'an error': new Error('x'),
  'a loop': cyclic(),
  'ten thousand levels': deep(),
  'a getter': withGetter(),
  'a trap': new Proxy({}, { ownKeys: () => ['a'], getPrototypeOf: () => Array.prototype }),
  'a prototype key': JSON.parse('{"__proto__":{"admin":true}}'),
  'a long string': 'x'.repeat(mostOfInput.characters + 1),
  'a hundred million characters': 'x'.repeat(100_000_000),
  'a million values': Array.from({ length: 1_000_000 }, () => 0),
  'a million holes': new Array(1_000_000),
}

const routes = Object.entries(contract).flatMap(([domain, all]) =>
  Object.entries(all).map(([name, route]) => ({ name: `${domain}.${name}`, route })),
)

describe.each(routes)('$name', ({ name, route }) => {
  const good = sampleOf(route.input)

  it('takes what it asks for', async () => {
    await router(name, good)
    expect(reached).toHaveLength(1)
  })

  it('refuses what is hostile, whole and in every field, and runs nothing of it', async () => {
    const takesNothing = route.input.safeParse({}).success
    const paths = takesNothing ? leavesOf(good) : [[], ...leavesOf(good)]
    const taken: string[] = []
    for (const [kind, value] of Object.entries(hostile)) {
      for (const path of paths) {
        const answer = await router(name, plant(good, path, value))
        const isRefused = !answer.ok && answer.error.code === 'invalid-input'
        if (!isRefused) taken.push(`${kind} at ${path.join('.')}`)
      }
    }
    expect({ taken, reached, ran }).toEqual({ taken: [], reached: [], ran: 0 })
  })

  it('is given nothing that it does not name', async () => {
    const crowded = typeof good === 'object' && good ? { ...good, baseUrl: 'https://evil' } : good
    await router(name, crowded)
    expect(JSON.stringify(reached)).not.toContain('evil')
  })
})

describe('a request', () => {
  it('may hold what the largest form holds', () => {
    const pem = 'x'.repeat(65_536)
    const place = { url: 'x'.repeat(4096), trust: { ca: pem, pin: null }, settings: {} }
    const scopes = Array.from({ length: 200 }, () => ({ connection: 'a', environment: 'preview' }))
    expect(isModest({ name: 'x', places: { preview: place, production: place }, scopes })).toBe(
      true,
    )
  })

  it('may be nothing at all', () => {
    expect([null, undefined, 0, '', false].map(isModest)).toEqual([true, true, true, true, true])
  })

  it('is counted with the names of its fields', () => {
    expect(isModest({ ['x'.repeat(mostOfInput.characters + 1)]: 1 })).toBe(false)
  })

  it('is not looked at name by name when it has too many', () => {
    let looked = 0
    const names = Array.from({ length: mostOfInput.values + 1 }, (_, at) => [`name ${at}`, 0])
    const crowded = new Proxy(Object.fromEntries(names), {
      getOwnPropertyDescriptor: (target, name) => {
        looked += 1
        return Reflect.getOwnPropertyDescriptor(target, name)
      },
    })
    expect({ modest: isModest(crowded), looked }).toEqual({ modest: false, looked: 0 })
  })

  it('is counted whole, not by its parts', () => {
    const part = 'x'.repeat(mostOfInput.characters / 4)
    expect(isModest([part, part, part])).toBe(true)
    expect(isModest([part, part, part, part, part])).toBe(false)
  })
})

it('has no route that returns a credential, and none that names an address, a header or a method', () => {
  const named = routes.map(({ name, route }) => [name, leavesOf(sampleOf(route.input)).flat()])
  const telling = named.filter(([, fields]) =>
    ['path', 'header', 'headers', 'method', 'host', 'origin', 'query'].some(word =>
      fields?.includes(word),
    ),
  )
  expect(telling).toEqual([])
  const withUrl = named.filter(([, fields]) => fields?.includes('url')).map(([name]) => name)
  expect(withUrl).toEqual([
    'connections.certificate',
    'connections.test',
    'connections.add',
    'connections.edit',
  ])
  const given = routes.filter(({ route }) =>
    leavesOf(sampleOf(route.output)).some(path =>
      /^(credential|secret|token|password|header)s?$/i.test(path.at(-1) ?? ''),
    ),
  )
  expect(given.map(({ name }) => name)).toEqual(['reveals.show'])
})
