import { z } from 'zod'
import { callerOf } from '../access.ts'
import type { App, Parts } from '../app.ts'
import { listAudit } from '../audit.ts'
import { refuse } from '../problems.ts'
import { AuditPage, pageQuery } from '../wire.ts'

/** Who did what. */
export const auditRoutes = (app: App, { database, cursors, profile }: Parts): void => {
  app.route({
    method: 'GET',
    url: '/v1/audit',
    config: { access: 'audit:view', problems: ['cursor-invalid'] },
    schema: {
      operationId: 'listAudit',
      summary: 'List what was done, newest first',
      description: 'Only the environments that the caller may enter.',
      tags: ['Audit'],
      querystring: z.object({
        ...pageQuery(profile.limits.pageSize),
        cursor: z.string().max(200).optional().describe('`nextCursor` of the page before'),
      }),
      response: { 200: AuditPage },
    },
    handler: async request => {
      const { limit, cursor } = request.query
      const before = cursor === undefined ? null : cursors.open('audit', cursor)
      if (cursor !== undefined && before === null)
        return refuse('cursor-invalid', 'Begin again without a cursor.')
      const rows = await listAudit(database, callerOf(request).environments, before, limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        data: page.map(row => ({
          id: String(row.id),
          at: new Date(row.at).toISOString(),
          token: row.token,
          action: row.action,
          environment: row.environment,
          key: { id: row.key_id, name: row.key_name },
        })),
        nextCursor: last && rows.length > page.length ? cursors.seal('audit', last.id) : null,
      }
    },
  })
}
