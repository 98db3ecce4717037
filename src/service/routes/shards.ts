import { z } from 'zod'
import type { App, Parts } from '../app.ts'
import { feedPurpose, prepareReadFeed } from '../changes.ts'
import { listPurpose } from '../keys.ts'
import { prepareSplitKeys } from '../shards.ts'
import { InEnvironment, KeyShards, shardQuery } from '../wire.ts'

/** Where to read a long list from several places at the same time. */
export const shardRoutes = (app: App, { reads, cursors, profile }: Parts): void => {
  const readFeed = prepareReadFeed(reads)
  const splitKeys = prepareSplitKeys(reads)
  const { pageSize, shards } = profile.limits
  app.route({
    method: 'GET',
    url: '/v1/environments/:environment/keys/shards',
    config: { access: { effect: 'list' } },
    schema: {
      operationId: 'splitKeys',
      summary: 'Split the list of keys into parts, to be read at the same time',
      description:
        'Of use where the way is long: the pages of one list wait for each other, those of its parts do not.',
      tags: ['Keys'],
      params: InEnvironment,
      querystring: z.object(shardQuery(shards)),
      response: { 200: KeyShards },
    },
    handler: async ({ params: { environment }, query }) => {
      // Read before the keys: what changes in between is told by the feed, at worst twice.
      const { total, revision } = readFeed(environment)
      // Parts of whole pages: a page that is not full is a round trip that brings little.
      const pages = Math.max(1, Math.ceil(total / pageSize))
      const pagesEach = Math.ceil(pages / query.count)
      const parts = { count: Math.ceil(pages / pagesEach), size: pagesEach * pageSize }
      const places = await splitKeys(environment, revision, parts)
      const purpose = listPurpose({ environment, kind: null })
      return {
        cursors: places.map(place => cursors.seal(purpose, place)),
        total,
        changes: cursors.seal(feedPurpose(environment), { position: revision }),
      }
    },
  })
}
