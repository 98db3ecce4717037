import type { LookupFunction } from 'node:net'
import { Pool } from 'undici'
import type { Trust } from '../../../shared/domain/connection.ts'
import { standardLimits } from '../../base/transport.ts'
import { verifying } from './trusting.ts'
import { connectThrough } from './tunnel.ts'
import { nameOfProxy, type ProxyServer } from './way.ts'

// Without a time limit for headers and body: the exchange has one for everything, which dripping cannot extend.
const untimed = { headersTimeout: 0, bodyTimeout: 0 } as const

/** How a pool gets to its origin; null is the direct way. */
export type Through = ProxyServer | null

const openPool = (
  origin: string,
  trust: Trust,
  through: Through,
  lookup: LookupFunction | null,
): Pool => {
  const tls = {
    ...verifying(trust),
    ...(lookup === null ? {} : { lookup }),
    timeout: standardLimits.connectMs,
    allowH2: false,
    // A resumed session would skip the pin.
    maxCachedSessions: 0,
  }
  return new Pool(origin, {
    ...untimed,
    allowH2: false,
    // More than a person keeps waiting at once: who waits for a free one would be told that the host is not reached.
    connections: 32,
    maxHeaderSize: 16_384,
    connect: through === null ? tls : connectThrough(through, new URL(origin), tls),
  })
}

export type Pools = {
  /** Connections to `origin` alone, made under `trust` and by one way alone. */
  readonly get: (origin: string, trust: Trust, through: Through) => Pool
  readonly close: () => Promise<void>
}

export const createPools = (lookup: LookupFunction | null): Pools => {
  const pools = new Map<string, Pool>()
  return {
    get: (origin, trust, through) => {
      const way = through && [through.kind, nameOfProxy(through)]
      const key = JSON.stringify([origin, trust.ca, trust.pin, way])
      const pool = pools.get(key) ?? openPool(origin, trust, through, lookup)
      pools.set(key, pool)
      return pool
    },
    close: async () => {
      await Promise.all([...pools.values()].map(pool => pool.destroy()))
      pools.clear()
    },
  }
}
