import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { countTimers } from './count-timers.ts'
import { any, asks } from './front.ts'
import {
  changeOf,
  create,
  createAndStore,
  play,
  problem,
  read,
  rename,
  sent,
  setStage,
} from './stage.ts'

const timers = countTimers()
const stage = setStage({ clock: timers.clock })

describe('H: a change that the service refuses is sent once, and nothing is changed', () => {
  const refusals = [
    { status: 400, code: 'refused' },
    { status: 402, code: 'refused' },
    { status: 405, code: 'unsupported' },
    { status: 409, code: 'refused' },
    { status: 413, code: 'refused' },
    { status: 414, code: 'refused' },
    { status: 422, code: 'refused' },
    { status: 423, code: 'refused' },
    { status: 428, code: 'changed-elsewhere' },
    { status: 431, code: 'refused' },
    { status: 501, code: 'unsupported' },
  ] as const
  it.each(refusals)('$status to a rename is $code', async ({ status, code }) => {
    await play(stage.world(), {
      fault: front => front.meet(asks('PATCH'), problem(status, { detail: 'Not like this' })),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: [code],
      see: (_, seen) => expect(sent(seen, 'PATCH')).toHaveLength(1),
    })
  })

  it.each([405, 501])(
    '%i to a restore: it is not offered, and what is offered is asked anew',
    async status => {
      const world = stage.world()
      const name = `suspended before ${status}`
      const { key } = await stage.service().createKey('preview', { name })
      await stage.service().act('preview', key.id, 'suspend')
      await read(world)
      const change = await changeOf(world, name)
      const [attempted] = await play(world, {
        fault: front => front.meet(asks('POST', '/resume'), problem(status)),
        act: ({ client }) => client.keys.resume(change),
        codes: ['unsupported'],
        see: (_, seen, { front }) => {
          expect(sent(seen, 'POST')).toHaveLength(1)
          return expect.poll(() => sent(front.seen.slice(-4), 'GET', '/v1/profile').length).toBe(1)
        },
      })
      expect(attempted?.error).toEqual({ code: 'unsupported', effect: 'resume' })
    },
  )

  it('409 of a name that is taken says so', async () => {
    await play(stage.world(), {
      fault: front => front.meet(asks('POST', '/keys'), problem(409, { type: 'urn:x:name-taken' })),
      act: world => create(world, 'checkout'),
      codes: ['name-taken'],
      see: (_, seen) => expect(sent(seen, 'POST')).toHaveLength(1),
    })
  })

  it('422 of a field names the field that must change', async () => {
    const [attempted] = await play(stage.world(), {
      fault: front => front.meet(any, { kind: 'pass' }),
      act: world =>
        world.client.keys.create({
          ...world.preview,
          intent: randomUUID(),
          draft: { name: 'expires', description: null, expiresAt: Date.now() - 1000 },
        }),
      codes: ['expiry-refused'],
      see: (_, seen) => expect(sent(seen, 'POST')).toHaveLength(1),
    })
    expect(attempted?.error).toMatchObject({ cause: 'past' })
  })

  it('422 of an Idempotency-Key that was used for something else ends the wish', async () => {
    await play(stage.world(), {
      fault: front =>
        front.meet(asks('POST', '/keys'), problem(422, { type: 'urn:x:idempotency-key-reused' })),
      act: world => create(world, 'reused'),
      codes: ['refused'],
      see: (_, seen) => expect(sent(seen, 'POST')).toHaveLength(1),
    })
  })

  it('409 of an Idempotency-Key whose first request is being answered is waited for', async () => {
    await play(stage.world(), {
      fault: front => {
        front.meet(
          asks('POST', '/keys'),
          problem(409, { type: 'urn:x:idempotency-key-in-flight' }),
          1,
        )
      },
      act: world => createAndStore(world, 'in flight'),
      made: ['in flight'],
      see: (_, seen) => {
        const keys = sent(seen, 'POST').map(({ headers }) => headers['idempotency-key'])
        expect([keys.length, new Set(keys).size]).toEqual([2, 1])
      },
    })
  })

  it('409 of an Idempotency-Key that stays in flight leaves the wish open', async () => {
    await play(stage.world(), {
      fault: front =>
        front.meet(
          asks('POST', '/keys'),
          problem(409, { type: 'urn:x:idempotency-key-in-flight' }),
        ),
      act: world => create(world, 'in flight for ever'),
      codes: ['outcome-unknown'],
      made: ['in flight for ever'],
      see: async (_, seen, world) => {
        expect(sent(seen, 'POST').length).toBeLessThanOrEqual(3)
        const [open] = await world.client.reveals.open(null)
        expect(open?.name).toBe('in flight for ever')
        await world.client.reveals.dismiss({ intent: open?.id ?? '' })
      },
    })
  })

  it('412 shows the newer version and overwrites nothing', async () => {
    const change = await changeOf(stage.world(), 'billing')
    await play(stage.world(), {
      fault: async () =>
        stage.service().edit('preview', change.key, { name: 'billing of somebody else' }),
      act: world => world.client.keys.edit({ ...change, edit: { name: 'billing of mine' } }),
      codes: ['changed-elsewhere'],
      changed: [change.key],
    })
    const change2 = await changeOf(stage.world(), 'billing of somebody else')
    expect(change2.key).toBe(change.key)
    await stage.service().edit('preview', change.key, { name: 'billing' })
  })
})

describe('H: a credential that is refused', () => {
  it('401 ends all traffic of the environment until the credential is replaced', async () => {
    const world = stage.world()
    await play(world, {
      fault: front => front.meet(any, problem(401)),
      act: world => read(world),
      codes: ['unauthorized'],
      see: async (_, seen) => {
        expect(seen).toHaveLength(1)
        const before = world.front.seen.length
        await world.client.keys.watch({ scopes: [world.preview] })
        await expect.poll(() => world.front.seen.length).toBe(before + 1)
        await world.client.keys.refresh(world.preview)
        expect(timers.pending()).toBe(0)
        await world.client.keys.watch({ scopes: [] })
      },
    })
  })

  it('401 of one of several requests at once fails that one', async () => {
    const attempts = await play(stage.world(), {
      fault: front => front.meet(asks('PATCH'), problem(401)),
      act: world => [
        read(world, world.production),
        rename(world, 'checkout', 'renamed'),
        createAndStore(world, 'beside a refusal'),
      ],
      codes: ['unauthorized'],
      made: ['beside a refusal'],
    })
    expect(attempts.map(({ error }) => error?.code ?? null)).toEqual([null, 'unauthorized', null])
  })

  it('403 for a permission names it, and what the caller may is asked anew', async () => {
    const world = stage.world()
    const [attempted] = await play(world, {
      fault: front =>
        front.meet(
          asks('PATCH'),
          problem(403, { type: 'urn:x:permission-missing', permission: 'keys.write' }),
        ),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: ['forbidden'],
      see: (_, __, { front }) =>
        expect.poll(() => sent(front.seen.slice(-4), 'GET', '/v1/profile').length).toBe(1),
    })
    expect(attempted?.error).toMatchObject({ permission: 'keys.write' })
  })

  it('403 of the plan says that it needs an upgrade', async () => {
    await play(stage.world(), {
      fault: front =>
        front.meet(asks('PATCH'), problem(403, { type: 'urn:x:plan-required', effect: 'rename' })),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: ['plan-required'],
    })
  })
})

describe('H: a key that is gone', () => {
  const goneKey = async (name: string) => {
    const world = stage.world()
    const { key } = await stage.service().createKey('preview', { name })
    await world.client.keys.refresh(world.preview)
    const change = await changeOf(world, name)
    return { key, change, remove: () => stage.service().deleteKey('preview', key.id) }
  }

  it.each(['edit', 'revoke'] as const)('404 to %s says that it is gone', async verb => {
    const { key, change, remove } = await goneKey(`gone for ${verb}`)
    await play(stage.world(), {
      fault: remove,
      act: ({ client }) =>
        verb === 'edit'
          ? client.keys.edit({ ...change, edit: { name: 'never' } })
          : client.keys.revoke(change),
      codes: ['not-found'],
      changed: [key.id],
    })
  })

  it('404 to a deletion is a deletion that somebody else has made', async () => {
    const { key, change, remove } = await goneKey('gone for delete')
    const [attempted] = await play(stage.world(), {
      fault: remove,
      act: ({ client }) => client.keys.delete(change),
      changed: [key.id],
    })
    expect(attempted?.value).toEqual({ alreadyGone: true })
  })

  it('404 of a gateway that has lost the service deletes nothing', async () => {
    await play(stage.world(), {
      fault: front => front.meet(any, problem(404)),
      act: async world => world.client.keys.delete(await changeOf(world, 'search')),
      codes: ['bad-response'],
    })
  })
})
