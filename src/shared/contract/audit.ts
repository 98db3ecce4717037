import { AuditEntry } from '../domain/audit.ts'
import { Scope } from '../domain/key.ts'
import { z } from '../zod.ts'
import { query } from './define.ts'

export const audit = {
  /** The service's own log of this scope, newest first, read from the service; `next` is null on the last page. */
  page: query(
    Scope.extend({ cursor: z.string().max(1000).nullable() }),
    z.object({ entries: z.array(AuditEntry), next: z.string().nullable() }),
  ),
}
