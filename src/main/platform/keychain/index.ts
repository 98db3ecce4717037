import { AppError } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import { createTurns } from '../../base/turns.ts'
import type { Vault } from '../../services/ports.ts'
import type { ForkHelper } from '../utility-process.ts'
import { createKeychainHelper, type Limits } from './helper.ts'
import type { KeychainReply, KeychainRequest } from './protocol.ts'

const callMs = 3000
// With less than this left a call is not worth starting the helper for.
const leastMs = 10
const usual: Limits = { idleMs: 60_000, spawnsPerMinute: 5 }

// libsecret cuts a value at NUL and alters a lone surrogate, both without an error.
const keeps = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

const isStorable = (request: KeychainRequest): boolean =>
  keeps(request.account) && (request.kind !== 'set' || keeps(request.value))

/**
 * The OS keychain behind the helper program `keychain/process.ts`, which `fork` starts. Calls are made one after
 * the other; each answers or throws `AppError` `keychain` within 3 s of asking.
 */
export const createVault = (fork: ForkHelper, limits: Limits = usual): Vault => {
  const helper = createKeychainHelper(fork, limits)
  const inTurn = createTurns()

  const call = async (request: KeychainRequest): Promise<string | null> => {
    if (!isStorable(request)) throw new AppError({ code: 'keychain', cause: 'refused' })
    const deadline = performance.now() + callMs
    const reply = await inTurn(async (): Promise<KeychainReply> => {
      const left = deadline - performance.now()
      return left < leastMs ? { kind: 'failed', cause: 'timeout' } : helper.ask(request, left)
    })
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
