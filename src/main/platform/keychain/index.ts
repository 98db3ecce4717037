import { AppError } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { Vault } from '../../services/ports.ts'
import type { ForkHelper } from '../utility-process.ts'
import { createKeychainHelper, type Limits } from './helper.ts'
import type { KeychainRequest } from './protocol.ts'

const usual: Limits = { startMs: 10_000, callMs: 3000, idleMs: 60_000, spawnsPerMinute: 5 }

// libsecret cuts a value at NUL and alters a lone surrogate, both without an error.
const keeps = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

const isStorable = (request: KeychainRequest): boolean =>
  keeps(request.account) && (request.kind !== 'set' || keeps(request.value))

/**
 * The OS keychain behind the helper program `keychain/process.ts`, which `fork` starts. Calls are made one after
 * the other. A call throws `AppError` `keychain` when the keychain says nothing for 3 s, while the helper runs, or the
 * helper takes 10 s to start.
 */
export const createVault = (fork: ForkHelper, limits: Partial<Limits> = {}): Vault => {
  const ask = createKeychainHelper(fork, { ...usual, ...limits })

  const call = async (request: KeychainRequest): Promise<string | null> => {
    if (!isStorable(request)) throw new AppError({ code: 'keychain', cause: 'refused' })
    const reply = await ask(request)
    if (reply.kind === 'failed') throw new AppError({ code: 'keychain', cause: reply.cause })
    return reply.value
  }

  return {
    get: async account => {
      const value = await call({ kind: 'get', account })
      return value === null ? null : secret(value)
    },
    set: async (account, value) => {
      await call({ kind: 'set', account, value: value.expose() })
    },
    delete: async account => {
      await call({ kind: 'delete', account })
    },
  }
}
