import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { faultOf } from '../../../src/main/base/fault.ts'
import { createLog, type LogFields, withheld } from '../../../src/main/base/log.ts'
import { secret } from '../../../src/main/base/secret.ts'
import { AppError } from '../../../src/shared/error.ts'

const recorded = () => {
  const lines: string[] = []
  const log = createLog(
    line => lines.push(line),
    () => 0,
  )
  return { lines, log, last: (): unknown => JSON.parse(lines.at(-1) ?? '') }
}

const sound = {
  code: 'rate-limited',
  incident: '8c1bfa4e-6d4e-4f0a-9f0e-3f2a1c5d7e90',
  kind: 'suspend renamed',
  name: 'TypeError',
  place: 'index.js:10:20',
  reason: 'oom',
  route: 'keys.window',
  type: 'Utility',
} as const satisfies LogFields

it('writes what is meant for it, one line for each event', () => {
  const { lines, log, last } = recorded()
  log('incident', sound)
  log('variable-ignored', { name: 'NODE_TLS_REJECT_UNAUTHORIZED', code: null })
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    ...{ at: '1970-01-01T00:00:00.000Z', event: 'incident' },
    ...sound,
  })
  expect(last()).toMatchObject({ code: null })
})

describe.each(Object.keys(sound))('the field %s', field => {
  const { log, lines, last } = recorded()
  const put = (value: unknown) => log('tried', { [field]: value })

  it.each([
    ['a colour of a terminal', '\u001b[31mred\u001b[0m'],
    ['a link of a terminal', '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007'],
    ['a line of its own', 'x\n{"at":"1970","event":"forged"}'],
    ['a carriage return', 'x\r{"event":"forged"}'],
    ['a NUL', 'x\u0000'],
    ['a line separator', 'x\u2028y'],
    ['a right-to-left override', 'x\u202ey'],
    ['half a character', '\ud800'],
    ['100,000 characters', 'x'.repeat(100_000)],
    ['an address', 'https://keys.example.com/keys?secret=hunter2'],
    ['an object', { toString: () => 'canary' }],
    ['a number', 7],
  ])('withholds %s', (_what, value) => {
    put(value)
    expect(lines.at(-1)).toMatch(/^[\x20-\x7e]+\n$/)
    expect(last()).toMatchObject({ event: 'tried', [field]: withheld })
  })

  it('says nothing of a secret that is held, though it has the form of the field', () => {
    const held = field === 'incident' ? randomUUID() : `canary-${randomUUID().slice(0, 8)}`
    const kept = secret(held)
    put(field === 'place' ? `${held}.js:1:2` : field === 'route' ? `${held}.x` : held)
    expect(lines.at(-1)).not.toContain(kept.expose())
  })
})

it('leaves out a field that nobody has named', () => {
  const { log, last, lines } = recorded()
  // What the types refuse, at run time.
  const more: object = { ...sound, message: 'canary', __proto__: { body: 'canary' } }
  log('incident', more)
  expect(lines.join()).not.toContain('canary')
  expect(last()).not.toHaveProperty('message')
})

it('withholds an event that is no word of this program', () => {
  const { log, last } = recorded()
  log('Bearer canary-canary-canary')
  expect(last()).toMatchObject({ event: withheld })
})

it('says of a failure nothing that the failure quotes', () => {
  const { log, lines } = recorded()
  const canary = `canary-${randomUUID()}`
  const named = new Error(canary)
  named.name = canary
  const failures = [
    named,
    new Error(canary, { cause: new Error(canary) }),
    new AggregateError([new Error(canary)], canary),
    new AppError({ code: 'refused', status: 400, detail: canary }),
    new SyntaxError(`Unexpected token in JSON: ${canary}\n    at ${canary} (${canary}.js:1:1)`),
    canary,
    { message: canary },
  ]
  const kept = secret(canary)
  for (const failure of failures) log('incident', faultOf(failure))
  expect(lines).toHaveLength(failures.length)
  expect(lines.join()).not.toContain(kept.expose())
})
