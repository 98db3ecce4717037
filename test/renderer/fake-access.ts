import { AppError } from '../../src/shared/app-error.ts'
import type { HandlersOf } from '../../src/shared/contract/define.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import type { Connection, ConnectionDraft } from '../../src/shared/domain/connection.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { addScopes, connectionOf, nameOf, profileOf, type World } from './fake-world.ts'

type Handlers = Pick<HandlersOf<AppContract>, 'app' | 'connections'>

const judge = ({ name, url, credentials }: ConnectionDraft): void => {
  const issues = [
    ...(name.trim() === '' ? [{ field: 'name', problem: 'empty' } as const] : []),
    ...(URL.canParse(url) ? [] : [{ field: 'url', problem: 'not-a-url' } as const]),
    ...(credentials.preview === null && credentials.production === null
      ? [{ field: 'credentials.preview', problem: 'credential-missing' } as const]
      : []),
  ]
  if (issues.length > 0) throw new AppError({ code: 'invalid-input', issues })
}

export const accessHandlers = (world: World, emit: FakeBridge['emit']): Handlers => {
  const add = (change: Partial<Connection>): Connection => {
    const connection = connectionOf(world.connections.length + 1, change)
    world.connections = [...world.connections, connection]
    addScopes(world, connection.id, 0)
    emit('connections-changed', null)
    return connection
  }
  const update = (id: string, change: (connection: Connection) => Connection): Connection => {
    const found = world.connections.find(connection => connection.id === id)
    if (!found) throw new AppError({ code: 'not-found', what: 'connection' })
    const changed = change(found)
    world.connections = world.connections.map(one => (one === found ? changed : one))
    emit('connections-changed', null)
    return changed
  }

  return {
    app: {
      info: async () => ({
        version: '0.1.0',
        notices: world.notices,
        readOnly: world.readOnly,
      }),
      preferences: async () => world.preferences,
      prefer: async ({ theme, connection, environment, size }) => {
        const before = world.preferences
        world.preferences = {
          size: size ?? before.size,
          theme: theme ?? before.theme,
          connection: connection === undefined ? before.connection : connection,
          environment: environment ?? before.environment,
        }
        return world.preferences
      },
      activity: async ({ before, limit }) =>
        world.activity.filter(({ id }) => before === null || id < before).slice(0, limit),
    },
    connections: {
      list: async () => world.connections,
      certificate: async () => ({
        subject: 'CN=localhost, O=Claviger key service',
        issuer: 'CN=localhost, O=Claviger key service',
        validFrom: Date.UTC(2026, 10, 1),
        validTo: Date.UTC(2036, 10, 1),
        fingerprint: Array.from({ length: 32 }, (_, index) =>
          ((index * 37 + 11) % 256).toString(16).toUpperCase().padStart(2, '0'),
        ).join(':'),
        pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      }),
      test: async draft => {
        judge(draft)
        const trial = (given: string | null) =>
          given === null ? null : ({ ok: true, profile: profileOf() } as const)
        return {
          preview: trial(draft.credentials.preview),
          production: trial(draft.credentials.production),
        }
      },
      add: async draft => {
        judge(draft)
        const keeping = (given: string | null) => (given === null ? 'none' : draft.keep)
        return add({
          ...{ name: draft.name, origin: new URL(draft.url).origin, trust: draft.trust },
          credentials: {
            preview: keeping(draft.credentials.preview),
            production: keeping(draft.credentials.production),
          },
        })
      },
      startBuiltIn: async ({ keep }) =>
        add({
          ...{ name: 'Built-in key service', builtIn: true, origin: 'https://127.0.0.1:49213' },
          credentials: { preview: keep, production: keep },
        }),
      edit: async ({ id, name, url, trust }) =>
        update(id, connection => ({ ...connection, name, origin: new URL(url).origin, trust })),
      authenticate: async ({ connection: id, environment, keep }) =>
        update(id, connection => ({
          ...connection,
          credentials: { ...connection.credentials, [environment]: keep },
        })),
      remove: async ({ id }) => {
        world.connections = world.connections.filter(connection => connection.id !== id)
        emit('connections-changed', null)
        return null
      },
      profile: async scope => world.profiles.get(nameOf(scope)) ?? null,
    },
  }
}
