import { z } from 'zod'
import type { App, Parts } from '../app.ts'
import { type Changes, feedPurpose, prepareReadChanges } from '../changes.ts'
import { refuse } from '../problems.ts'
import { ChangePage, InEnvironment, pageQuery, toChange } from '../wire.ts'
import { sendPlain } from './plain-answer.ts'

/** What changed since a client last looked. */
export const changeRoutes = (app: App, { reads, cursors, profile, now }: Parts): void => {
  const readChanges = prepareReadChanges(reads)
  app.route({
    method: 'GET',
    url: '/v1/environments/:environment/changes',
    config: { access: { effect: 'list' }, problems: ['changes-expired'] },
    schema: {
      operationId: 'listChanges',
      summary: 'List what changed after a cursor',
      description:
        'Deletions are kept for 90 days. The use of a key is a change too; it leaves the ETag as it is.',
      tags: ['Keys'],
      params: InEnvironment,
      querystring: z.object({
        ...pageQuery(profile.limits.pageSize),
        after: z
          .string()
          .max(200)
          .describe('`changes` of a key page, or `nextCursor` of the change page before'),
      }),
      response: { 200: ChangePage },
    },
    handler: async ({ params: { environment }, query }, reply) => {
      const purpose = feedPurpose(environment)
      const after = cursors.open(purpose, query.after)
      const found: Changes =
        after === null ? { kind: 'expired' } : readChanges(environment, after.position, query.limit)
      if (found.kind === 'expired')
        return refuse('changes-expired', 'Read the whole list again, and take its change cursor.')
      const last = found.rows.at(-1)
      const at = now()
      return sendPlain<z.infer<typeof ChangePage>>(reply, {
        data: found.rows.map(row => toChange(row, at)),
        nextCursor: last ? cursors.seal(purpose, { position: last.revision }) : query.after,
        more: found.more,
      })
    },
  })
}
