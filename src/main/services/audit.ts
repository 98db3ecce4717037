import type { AuditEntry } from '../../shared/domain/audit.ts'
import type { Scope } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import { type Aftermath, lookingAgain } from './look-again.ts'
import type { OpenScope } from './scopes.ts'

export type AuditParts = Pick<Aftermath, 'onRefused'> & {
  readonly open: OpenScope
  readonly untilLocked: () => AbortSignal
}

/** The service's own log, read from it page by page and kept nowhere. */
export const createAudit = ({ open, onRefused, untilLocked }: AuditParts) => ({
  page: ({ cursor, ...scope }: Scope & { readonly cursor: string | null }) =>
    lookingAgain({ onRefused, onDoubt: () => undefined }, scope, async () => {
      const { connector, http } = await open(scope, { signal: untilLocked() })
      const { audit } = connector.operations
      if (!audit) throw new AppError({ code: 'unsupported', effect: 'audit' })
      const { entries, next } = await audit(http, cursor)
      return { entries: [...entries] satisfies AuditEntry[], next }
    }),
})
