import { z } from 'zod'
import { callerOf, demandEnvironment } from '../access.ts'
import type { App, Parts } from '../app.ts'
import { listAudit } from '../audit.ts'
import { listQuery, readPage } from '../paging.ts'
import { AuditPage, EnvironmentName } from '../wire.ts'

/** Who did what. */
export const auditRoutes = (app: App, { database, cursors, profile }: Parts): void => {
  app.route({
    method: 'GET',
    url: '/v1/audit',
    config: { access: { effect: 'audit' }, problems: ['cursor-invalid', 'environment-forbidden'] },
    schema: {
      operationId: 'listAudit',
      summary: 'List what was done, newest first',
      description:
        'What administrators did, and in some profiles the calls made with keys, which are kept for 30 days. Calls are ' +
        'written every second, so one may stand above what was done after it; `at` tells. Only the environments that ' +
        'the caller may enter.',
      tags: ['Audit'],
      querystring: z.object({
        ...listQuery(profile).shape,
        environment: EnvironmentName.optional().describe('This environment alone'),
      }),
      response: { 200: AuditPage },
    },
    handler: async request => {
      const caller = callerOf(request)
      const { environment = null } = request.query
      demandEnvironment(caller, environment)
      const entered = environment === null ? caller.environments : [environment]
      const { rows, nextCursor } = await readPage(
        cursors,
        'audit',
        request.query,
        (before, limit) => listAudit(database, entered, before?.position ?? null, limit),
        row => row.id,
      )
      return {
        data: rows.map(row => ({
          id: String(row.id),
          at: new Date(row.at).toISOString(),
          origin: row.origin,
          token: row.token,
          action: row.action,
          environment: row.environment,
          key: { id: row.key_id, name: row.key_name },
        })),
        nextCursor,
      }
    },
  })
}
