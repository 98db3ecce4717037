import { callerOf } from '../access.ts'
import type { App, Parts } from '../app.ts'
import { listAudit } from '../audit.ts'
import { listQuery, readPage } from '../paging.ts'
import { AuditPage } from '../wire.ts'

/** Who did what. */
export const auditRoutes = (app: App, { database, cursors, profile }: Parts): void => {
  app.route({
    method: 'GET',
    url: '/v1/audit',
    config: { access: { effect: 'audit' }, problems: ['cursor-invalid'] },
    schema: {
      operationId: 'listAudit',
      summary: 'List what was done, newest first',
      description: 'Only the environments that the caller may enter.',
      tags: ['Audit'],
      querystring: listQuery(profile),
      response: { 200: AuditPage },
    },
    handler: async request => {
      const { environments } = callerOf(request)
      const { rows, nextCursor } = await readPage(
        cursors,
        'audit',
        request.query,
        (before, limit) => listAudit(database, environments, before, limit),
        row => row.id,
      )
      return {
        data: rows.map(row => ({
          id: String(row.id),
          at: new Date(row.at).toISOString(),
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
