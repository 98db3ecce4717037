import type { Keeping } from '../../shared/domain/connection.ts'
import { keychainAccount } from '../../shared/domain/connection.ts'
import { type Environment, environments } from '../../shared/domain/environment.ts'
import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import type { Secret } from '../base/secret.ts'
import type { StoredConnection, Vault } from './ports.ts'

type Held = { readonly value: Secret; readonly keep: Exclude<Keeping, 'none'> }

export type Credentials = {
  /** Throws `no-credential` when none was given, `keychain` when it cannot be read. */
  readonly get: (connection: StoredConnection, scope: Scope) => Promise<Secret>
  /**
   * Puts it where `keep` says; in the keychain it is there when this resolved. Answers whether the keychain may hold
   * one of this scope now: the one before, when it could not be deleted.
   */
  readonly put: (
    connection: StoredConnection,
    scope: Scope,
    value: Secret,
    keep: Held['keep'],
  ) => Promise<boolean>
  readonly forget: (connection: StoredConnection, environment: Environment) => Promise<void>
  readonly keeping: (connection: StoredConnection, scope: Scope) => Keeping
  /** Forgets what the keychain holds too; what is kept for this run alone would be lost, and stays. */
  readonly drop: () => void
}

/** Admin credentials: read from the keychain, held in memory while they may be, never written anywhere else. */
export const createCredentials = (
  vault: Vault,
  mayHold: () => boolean = () => true,
): Credentials => {
  const held = new Map<string, Held>()
  let drops = 0
  const accountOf = ({ connection, environment }: Scope) => keychainAccount(connection, environment)

  const read = async (account: string, scope: Scope): Promise<Secret> => {
    const asked = drops
    const value = await vault.get(account)
    if (value === null)
      throw new AppError({ code: 'no-credential', environment: scope.environment })
    if (drops === asked && mayHold()) held.set(account, { value, keep: 'keychain' })
    return value
  }

  return {
    get: async (connection, scope) => {
      const account = accountOf(scope)
      const known = held.get(account)
      if (known) return known.value
      if (connection.saved[scope.environment]) return read(account, scope)
      throw new AppError({ code: 'no-credential', environment: scope.environment })
    },
    put: async (connection, scope, value, keep) => {
      const account = accountOf(scope)
      const saved =
        keep === 'keychain'
          ? await vault.set(account, value).then(() => true)
          : connection.saved[scope.environment] && !(await isDeleted(vault, account))
      if (keep === 'memory' || mayHold()) held.set(account, { value, keep })
      else held.delete(account)
      return saved
    },
    forget: async (connection, environment) => {
      const account = keychainAccount(connection.id, environment)
      if (connection.saved[environment]) await vault.delete(account)
      held.delete(account)
    },
    keeping: (connection, scope) =>
      held.get(accountOf(scope))?.keep ??
      (connection.saved[scope.environment] ? 'keychain' : 'none'),
    drop: () => {
      drops++
      for (const [account, { keep }] of held) if (keep === 'keychain') held.delete(account)
    },
  }
}

const isDeleted = (vault: Vault, account: string): Promise<boolean> =>
  vault.delete(account).then(
    () => true,
    () => false,
  )

export const scopesOf = (connection: ConnectionId): readonly Scope[] =>
  environments.map(environment => ({ connection, environment }))
