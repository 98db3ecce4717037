import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { createRouter } from '../../../src/main/ipc/router.ts'
import { command, nothing, query } from '../../../src/shared/contract/define.ts'
import { AppError } from '../../../src/shared/error.ts'
import { z } from '../../../src/shared/zod.ts'

const contract = {
  keys: {
    get: query(z.object({ id: z.string().max(5) }), z.object({ name: z.string() })),
    remove: command(z.object({ id: z.string() }), nothing),
    fail: command(nothing, nothing),
    echo: command(z.object({ said: z.string() }), nothing),
    crash: command(nothing, nothing),
    lie: query(nothing, z.object({ name: z.string() })),
  },
}

const setUp = () => {
  const incidents: { incident: string; route: string; cause: unknown }[] = []
  const calls: unknown[] = []
  const planted = { name: 'a', secret: 'sk-live', nested: { token: 'x' } }
  const router = createRouter(
    contract,
    {
      keys: {
        get: async input => {
          calls.push(input)
          return planted
        },
        remove: async () => null,
        fail: async () => {
          throw new AppError({ code: 'name-taken' })
        },
        echo: async ({ said }) => {
          throw new AppError({ code: 'refused', status: 400, detail: said })
        },
        crash: async () => {
          throw new Error('token=sk-live')
        },
        lie: async () => ({ name: 7 }) as unknown as { name: string },
      },
    },
    (incident, route, cause) => incidents.push({ incident, route, cause }),
  )
  return { router, calls, incidents }
}

describe('the door', () => {
  it('drops what the contract does not name, going in and coming out', async () => {
    const { router, calls } = setUp()
    expect(await router('keys.get', { id: 'k', admin: true })).toEqual({
      ok: true,
      value: { name: 'a' },
    })
    expect(calls).toEqual([{ id: 'k' }])
  })

  it('repeats in no error a secret that is held', async () => {
    const { router } = setUp()
    const held = secret('canary of the administrator')
    expect(await router('keys.echo', { said: `not ${held.expose()}` })).toEqual({
      ok: false,
      error: { code: 'refused', status: 400, detail: 'not [secret]' },
    })
  })

  it.each([
    'keys.unknown',
    'keys',
    'keys.',
    '',
    'keys.constructor',
    '__proto__.get',
    'constructor.constructor',
    'keys.get.get',
    'KEYS.GET',
    'toString',
    null,
    undefined,
    7,
    ['keys.get'],
    { toString: () => 'keys.get' },
  ])('has no route %j', async route => {
    const { router, calls } = setUp()
    expect(await router(route, { id: 'k' })).toEqual({
      ok: false,
      error: { code: 'unknown-route' },
    })
    expect(calls).toEqual([])
  })

  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic
  it.each([
    [undefined],
    [null],
    ['text'],
    [[]],
    [{}],
    [{ id: 7 }],
    [{ id: null }],
    [{ id: { length: 1 } }],
    [{ id: Number.NaN }],
    [{ id: 'x'.repeat(1_000_000) }],
    [cyclic],
    [JSON.parse('{"__proto__":{"id":"k"}}')],
  ])('does not run a handler with bad input (case %#)', async input => {
    const { router, calls } = setUp()
    const result = await router('keys.get', input)
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    expect(calls).toEqual([])
  })

  it('says which field and what is wrong with it', async () => {
    const { router } = setUp()
    expect(await router('keys.get', { id: 'too long' })).toEqual({
      ok: false,
      error: { code: 'invalid-input', issues: [{ field: 'id', problem: 'too-long' }] },
    })
  })

  it('carries an expected failure as data', async () => {
    const { router, incidents } = setUp()
    expect(await router('keys.fail', null)).toEqual({ ok: false, error: { code: 'name-taken' } })
    expect(incidents).toEqual([])
  })

  it.each(['keys.crash', 'keys.lie'])(
    'turns the bug in %s into an incident without its text',
    async route => {
      const { router, incidents } = setUp()
      const result = await router(route, null)
      expect(result).toEqual({
        ok: false,
        error: { code: 'internal', incident: incidents[0]?.incident },
      })
      expect(JSON.stringify(result)).not.toContain('sk-live')
      expect(incidents).toHaveLength(1)
    },
  )
})
