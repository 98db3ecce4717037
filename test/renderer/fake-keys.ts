import { AppError } from '../../src/shared/app-error.ts'
import type { HandlersOf } from '../../src/shared/contract/define.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import type { KeyRow, KeysWindow } from '../../src/shared/contract/keys.ts'
import type { Reveal } from '../../src/shared/domain/intent.ts'
import type { KeyRecord, KeyTarget, Scope } from '../../src/shared/domain/key.ts'
import { foldName } from '../../src/shared/domain/name.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { liveSync, nameOf, type World } from './fake-world.ts'

type Handlers = Pick<HandlersOf<AppContract>, 'keys' | 'reveals'>

const scopeOf = ({ connection, environment }: Scope): Scope => ({ connection, environment })

const rowsOf = (world: World, scope: Scope | null): KeyRow[] =>
  [...world.keys].flatMap(([name, keys]) => {
    const [connection = '', environment] = name.split('/')
    const of: Scope = {
      connection,
      environment: environment === 'production' ? 'production' : 'preview',
    }
    return scope === null || nameOf(scope) === name ? keys.map(key => ({ ...of, ...key })) : []
  })

const matches = (row: KeyRow, search: string): boolean =>
  [row.name, row.mask, row.description, row.createdBy, row.id].some(text =>
    text?.toLowerCase().includes(search.trim().toLowerCase()),
  )

const compare =
  ({ column, descending }: KeysWindow['sort']) =>
  (one: KeyRow, other: KeyRow): number => {
    const [a, b] = [one[column] ?? '', other[column] ?? '']
    return (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1)
  }

export const keyHandlers = (world: World, emit: FakeBridge['emit']): Handlers => {
  const update = (target: KeyTarget, change: (key: KeyRecord) => KeyRecord): KeyRow => {
    const keys = world.keys.get(nameOf(target)) ?? []
    const index = keys.findIndex(({ id }) => id === target.key)
    const found = keys[index]
    if (!found) throw new AppError({ code: 'not-found', what: 'key' })
    const changed = { ...change(found), version: `"${Number(found.version?.slice(1, -1)) + 1}"` }
    world.keys.set(nameOf(target), keys.with(index, changed))
    emit('keys-changed', scopeOf(target))
    return { ...scopeOf(target), ...changed }
  }
  const syncOf = (scope: Scope) =>
    world.sync.get(nameOf(scope)) ?? liveSync(scopeOf(scope), 0, world.now)

  const reveal = (intent: string, scope: Scope, draft: { name: string }): Reveal => {
    const known = world.reveals.find(one => one.intent === intent)
    if (known) return known
    const id = `key_${intent.slice(0, 8)}`
    const mask = `clv_prev_${intent.slice(0, 4)}…${intent.slice(4, 8)}`
    const key: KeyRecord = {
      ...{ id, mask, name: draft.name, description: null, state: 'active', createdBy: 'admin' },
      ...{ createdAt: world.now, updatedAt: world.now, lastUsedAt: null, usageCount: 0 },
      ...{ expiresAt: null, version: '"1"' },
    }
    world.keys.set(nameOf(scope), [key, ...(world.keys.get(nameOf(scope)) ?? [])])
    const made: Reveal = {
      ...{ ...scopeOf(scope), id: crypto.randomUUID(), intent, key: id, name: draft.name, mask },
      ...{ shown: false, copied: false },
    }
    world.reveals.push(made)
    emit('keys-changed', scopeOf(scope))
    emit('reveals-changed', null)
    return made
  }
  const revealOf = (id: string): Reveal => {
    const found = world.reveals.find(one => one.id === id)
    if (!found) throw new AppError({ code: 'not-found', what: 'reveal' })
    return found
  }
  const change = (id: string, what: Partial<Reveal>) => {
    const found = revealOf(id)
    world.reveals = world.reveals.map(one => (one === found ? { ...found, ...what } : one))
    emit('reveals-changed', null)
  }

  const finish = async ({ intent }: { readonly intent: string }): Promise<null> => {
    world.intents = world.intents.filter(({ id }) => id !== intent)
    emit('reveals-changed', null)
    return null
  }

  return {
    keys: {
      window: async ({ scope, search, states, sort, offset, limit }) => {
        const all = rowsOf(world, scope)
        const found = all
          .filter(row => (states === null || states.includes(row.state)) && matches(row, search))
          .sort(compare(sort))
        const rows = found.slice(offset, offset + limit)
        return { rows, total: found.length, unfiltered: all.length }
      },
      get: async target => rowsOf(world, target).find(({ id }) => id === target.key) ?? null,
      sameName: async ({ name, ...scope }) =>
        rowsOf(world, scope).filter(row => foldName(row.name) === foldName(name)).length,
      create: async ({ intent, draft, ...scope }) => reveal(intent, scope, draft),
      edit: async ({ draft, ...target }) => update(target, key => ({ ...key, ...draft })),
      suspend: async target => update(target, key => ({ ...key, state: 'suspended' })),
      resume: async target => update(target, key => ({ ...key, state: 'active' })),
      delete: async target => {
        const keys = world.keys.get(nameOf(target)) ?? []
        const left = keys.filter(({ id }) => id !== target.key)
        world.keys.set(nameOf(target), left)
        emit('keys-changed', scopeOf(target))
        return { alreadyGone: left.length === keys.length }
      },
      sync: async scope => syncOf(scope),
      watch: async () => null,
      refresh: async scope => syncOf(scope),
    },
    reveals: {
      pending: async () => world.reveals,
      copy: async ({ id }) => {
        change(id, { copied: true })
        return { clearsAfterSeconds: 60 }
      },
      show: async ({ id }) => {
        if (revealOf(id).shown) throw new AppError({ code: 'not-found', what: 'reveal' })
        change(id, { shown: true })
        return { secret: world.secret }
      },
      acknowledge: async ({ id }) => {
        world.reveals = world.reveals.filter(one => one.id !== id)
        emit('reveals-changed', null)
        return null
      },
      open: async () => world.intents,
      recover: async ({ intent }) => {
        const found = world.intents.find(({ id }) => id === intent)
        if (!found) throw new AppError({ code: 'not-found', what: 'intent' })
        world.intents = world.intents.filter(one => one !== found)
        return reveal(intent, found, found)
      },
      stored: finish,
      abandon: finish,
      dismiss: finish,
    },
  }
}
