import { z } from 'zod'
import { demandIncluded } from '../access.ts'
import type { App, Parts } from '../app.ts'
import { feedPurpose, prepareReadFeed, totalOf } from '../changes.ts'
import { createBody, toInstant } from '../key-fields.ts'
import { demandKey } from '../key-rows.ts'
import { createKey, listPurpose, prepareListKeys } from '../keys.ts'
import { listQuery, readPage } from '../paging.ts'
import { demandIdempotencyKey } from '../preconditions.ts'
import { CreatedKey, InEnvironment, InKey, Key, KeyPage, KindQuery, toWire } from '../wire.ts'
import { sendPlain } from './plain-answer.ts'
import { actOf, asCreatedKey, wishOf } from './requests.ts'

/** List, read and make keys. */
export const keyRoutes = (app: App, parts: Parts): void => {
  routeList(app, parts)
  routeCreate(app, parts)
  routeGet(app, parts)
}

const routeList = (app: App, { reads, cursors, profile, now }: Parts): void => {
  const readFeed = prepareReadFeed(reads)
  const listKeys = prepareListKeys(reads)
  app.route({
    method: 'GET',
    url: '/v1/environments/:environment/keys',
    config: { access: { effect: 'list' }, problems: ['cursor-invalid'] },
    schema: {
      operationId: 'listKeys',
      summary: 'List keys and systems, newest first',
      description:
        'Pages by position, so a key that is made or deleted meanwhile neither repeats nor hides another.',
      tags: ['Keys'],
      params: InEnvironment,
      querystring: z.object({ ...listQuery(profile).shape, kind: KindQuery }),
      response: { 200: KeyPage },
    },
    handler: async ({ params: { environment }, query }, reply) => {
      const kind = query.kind ?? null
      // Read before the keys: what changes in between is told by the feed, at worst twice.
      const feed = readFeed(environment)
      const { rows, nextCursor } = await readPage(
        cursors,
        listPurpose({ environment, kind }),
        query,
        (before, limit) => listKeys({ environment, kind }, before, limit),
        row => row.sequence,
      )
      const at = now()
      return sendPlain<z.infer<typeof KeyPage>>(reply, {
        data: rows.map(row => toWire(row, at)),
        nextCursor,
        total: totalOf(feed, kind),
        changes: cursors.seal(feedPurpose(environment), { position: feed.revision }),
      })
    },
  })
}

const routeCreate = (app: App, parts: Parts): void => {
  const { profile, replays } = parts
  app.route({
    method: 'POST',
    url: '/v1/environments/:environment/keys',
    config: {
      access: { effect: 'create' },
      problems: ['idempotency-key-required', 'name-taken'],
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
      const draft = draftOf(request.body)
      if (draft.description !== null) demandIncluded(request, 'describe', '/description')
      if (draft.expiresAt !== null) demandIncluded(request, 'expire', '/expiresAt')
      const act = actOf(request, environment, parts)
      const key = demandIdempotencyKey(request.headers['idempotency-key'])
      const route = `POST ${environment} keys`
      const wish = wishOf(request, { key, route, payload: payloadOf(draft) })
      const answer = await replays.once(wish, async change => {
        const created = await createKey(change, profile, act, draft)
        const location = `/v1/environments/${environment}/keys/${created.key.id}`
        return {
          headers: { etag: created.key.etag, location },
          body: { key: toWire(created.key, act.now), secret: created.secret },
        }
      })
      return reply.code(201).headers(answer.headers).send(asCreatedKey(answer.body))
    },
  })
}

const draftOf = (body: z.output<ReturnType<typeof createBody>>) => ({
  name: body.name,
  description: body.description || null,
  expiresAt: toInstant(body.expiresAt ?? null),
})

// Without an expiry, as before there was one: what was asked then is answered the same when it is asked again.
const payloadOf = ({ expiresAt, ...rest }: ReturnType<typeof draftOf>) =>
  expiresAt === null ? rest : { ...rest, expiresAt }

const routeGet = (app: App, { database, now }: Parts): void => {
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
      return reply.header('etag', row.etag).send(toWire(row, now()))
    },
  })
}
