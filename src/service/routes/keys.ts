import type { z } from 'zod'
import { callerOf } from '../access.ts'
import type { App, Parts } from '../app.ts'
import { feedPurpose, readFeed } from '../changes.ts'
import { createBody } from '../key-fields.ts'
import { createKey, demandKey, listKeys } from '../keys.ts'
import { listQuery, readPage } from '../paging.ts'
import { demandIdempotencyKey } from '../preconditions.ts'
import { CreatedKey, InEnvironment, InKey, Key, KeyPage, toWire } from '../wire.ts'

/** List, read and make keys. */
export const keyRoutes = (app: App, parts: Parts): void => {
  routeList(app, parts)
  routeCreate(app, parts)
  routeGet(app, parts)
}

const routeList = (app: App, { database, cursors, profile }: Parts): void => {
  app.route({
    method: 'GET',
    url: '/v1/environments/:environment/keys',
    config: { access: { effect: 'list' }, problems: ['cursor-invalid'] },
    schema: {
      operationId: 'listKeys',
      summary: 'List keys, newest first',
      description:
        'Pages by position, so a key that is made or deleted meanwhile neither repeats nor hides another.',
      tags: ['Keys'],
      params: InEnvironment,
      querystring: listQuery(profile),
      response: { 200: KeyPage },
    },
    handler: async ({ params: { environment }, query }) => {
      // Read before the keys: what changes in between is told by the feed, at worst twice.
      const feed = await readFeed(database, environment)
      const { rows, nextCursor } = await readPage(
        cursors,
        `keys ${environment}`,
        query,
        (before, limit) => listKeys(database, environment, before, limit),
        row => row.sequence,
      )
      return {
        data: rows.map(toWire),
        nextCursor,
        total: feed.total,
        changes: cursors.seal(feedPurpose(environment), feed.revision),
      }
    },
  })
}

const routeCreate = (app: App, { profile, replays, now }: Parts): void => {
  app.route({
    method: 'POST',
    url: '/v1/environments/:environment/keys',
    config: {
      access: { effect: 'create' },
      problems: ['idempotency-key-required'],
      reads: { 'Idempotency-Key': 'required' },
      answers: ['ETag', 'Location', 'Idempotency-Replayed'],
    },
    schema: {
      operationId: 'createKey',
      summary: 'Make a key, and reveal its secret once',
      description:
        'The service keeps a hash of the secret alone. Repeated with the same Idempotency-Key, the same key and ' +
        'secret are answered, for 30 days.',
      tags: ['Keys'],
      params: InEnvironment,
      body: createBody(profile),
      response: { 201: CreatedKey },
    },
    handler: async (request, reply) => {
      const { environment } = request.params
      const draft = { name: request.body.name, description: request.body.description || null }
      const by = callerOf(request).name
      const route = `POST ${environment} keys`
      const key = demandIdempotencyKey(request.headers['idempotency-key'])
      const answer = await replays.once(
        { key, caller: by, route, payload: draft },
        async change => {
          const act = { environment, by, now: now() }
          const created = await createKey(change, profile, act, draft)
          const location = `/v1/environments/${environment}/keys/${created.key.id}`
          return {
            headers: { etag: created.key.etag, location },
            body: { key: toWire(created.key), secret: created.secret },
          }
        },
      )
      if (answer.replayed) reply.header('idempotency-replayed', 'true')
      // The stored answer was made by the lines above; the serializer checks it once more.
      return reply
        .code(201)
        .headers(answer.headers)
        .send(answer.body as z.infer<typeof CreatedKey>)
    },
  })
}

const routeGet = (app: App, { database }: Parts): void => {
  app.route({
    method: 'GET',
    url: '/v1/environments/:environment/keys/:id',
    config: { access: { effect: 'list' }, answers: ['ETag'] },
    schema: {
      operationId: 'getKey',
      summary: 'Read a key',
      tags: ['Keys'],
      params: InKey,
      response: { 200: Key },
    },
    handler: async ({ params }, reply) => {
      const row = await demandKey(database, params.environment, params.id)
      return reply.header('etag', row.etag).send(toWire(row))
    },
  })
}
