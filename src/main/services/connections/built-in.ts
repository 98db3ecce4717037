import { randomUUID } from 'node:crypto'
import type { Connection } from '../../../shared/domain/connection.ts'
import { environments } from '../../../shared/domain/environment.ts'
import { AppError } from '../../../shared/error.ts'
import type { InTurn } from '../../base/turns.ts'
import { scopesOf } from '../credentials.ts'
import type { Announcement, Store, StoredConnection } from '../ports.ts'
import { originOf } from '../scopes.ts'
import { keepNew } from './add.ts'
import { type ConnectionsParts, type GivenCredential, type Keep, noneSaved } from './parts.ts'

/** One token for each environment, so that neither can act in the other. */
const tokenNames = { preview: 'claviger-preview', production: 'claviger-production' }

export const startBuiltIn =
  (parts: ConnectionsParts) =>
  async ({ keep }: { readonly keep: Keep }): Promise<Connection> => {
    const problem = { field: 'name', problem: 'taken' } as const
    if (await findBuiltIn(parts.store))
      throw new AppError({ code: 'invalid-input', issues: [problem] })
    const announced = await parts.builtIn.start(tokenNames)
    const connection: StoredConnection = {
      id: randomUUID(),
      name: 'Built-in key service',
      connector: 'claviger',
      places: placesOf(announced),
      builtIn: true,
      createdAt: parts.now(),
      saved: noneSaved,
    }
    return keepNew(parts, connection, givenOf(announced), keep)
  }

/** Starts the built-in service where a connection uses it; a credential that was in memory only is issued anew. */
export const wakeBuiltIn = (parts: ConnectionsParts, inTurn: InTurn) => async (): Promise<void> => {
  const found = await findBuiltIn(parts.store)
  if (!found) return
  const lost = !found.saved.preview && !found.saved.production
  // Outside the turn, so that who removes the connection need not wait for its start.
  const announced = await parts.builtIn.start(lost ? tokenNames : null)
  await inTurn(async () => {
    const own = await findBuiltIn(parts.store)
    if (own) await receive(parts, own, announced, lost ? givenOf(announced) : [])
  })
}

const receive = async (
  { store, credentials, onReachable, emit }: ConnectionsParts,
  own: StoredConnection,
  announced: Announcement,
  issued: readonly GivenCredential[],
): Promise<void> => {
  for (const { environment, credential } of issued) {
    await credentials.put(own, { connection: own.id, environment }, credential, 'memory')
  }
  const places = placesOf(announced)
  if (places.preview.url !== own.places.preview.url) await store.connections.put({ ...own, places })
  for (const scope of scopesOf(own.id)) onReachable(scope)
  emit('connections-changed', null)
}

const findBuiltIn = async (store: Store): Promise<StoredConnection | undefined> =>
  (await store.connections.list()).find(connection => connection.builtIn)

const placesOf = (announced: Announcement): StoredConnection['places'] => {
  const trust = { ca: announced.certificate, pin: announced.fingerprint }
  const place = { url: originOf(announced), trust, settings: {} }
  return { preview: place, production: place }
}

const givenOf = ({ tokens }: Announcement): readonly GivenCredential[] =>
  environments.map(environment => {
    const issued = tokens.find(token => token.name === tokenNames[environment])
    if (!issued) throw new AppError({ code: 'built-in-service', cause: 'start' })
    return { environment, credential: issued.token }
  })
