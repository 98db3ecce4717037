import { z } from 'zod'
import { callerOf, demandEffect } from '../access.ts'
import type { App, Parts } from '../app.ts'
import type { Change, KeyRow } from '../database.ts'
import { editBody } from '../key-fields.ts'
import { type Act, deleteKey, editKey, setStatus } from '../keys.ts'
import { demandIfMatch, idempotencyKey, ifMatch } from '../preconditions.ts'
import type { Environment, Status } from '../profiles/profile.ts'
import { InKey, Key, toWire } from '../wire.ts'

/** Change, suspend, resume and delete keys. */
export const lifecycleRoutes = (app: App, parts: Parts): void => {
  routeEdit(app, parts)
  routeStatus(app, parts, {
    verb: 'suspend',
    status: 'suspended',
    summary: 'Suspend a key: it is refused until it is resumed',
  })
  routeStatus(app, parts, {
    verb: 'resume',
    status: 'active',
    summary: 'Resume a suspended key: it is accepted again',
  })
  routeDelete(app, parts)
}

type Named = Parameters<typeof callerOf>[0]

const actOf = (request: Named, environment: Environment, { now }: Parts): Act => ({
  environment,
  by: callerOf(request).name,
  now: now(),
})

const routeEdit = (app: App, parts: Parts): void => {
  app.route({
    method: 'PATCH',
    url: '/v1/environments/:environment/keys/:id',
    config: {
      access: 'token',
      demands: ['rename', 'describe'],
      problems: ['precondition-required', 'precondition-failed'],
      reads: { 'If-Match': 'required' },
      answers: ['ETag'],
    },
    schema: {
      operationId: 'editKey',
      summary: 'Rename or describe a key',
      description: 'What is left out stays. An edit that changes nothing leaves the ETag as it is.',
      tags: ['Keys'],
      params: InKey,
      body: editBody(parts.profile),
      response: { 200: Key },
    },
    handler: async (request, reply) => {
      const { params, body } = request
      if (body.name !== undefined) demandEffect(request, 'rename', '/name')
      if (body.description !== undefined) demandEffect(request, 'describe', '/description')
      const unchanged = demandIfMatch(request.headers['if-match'])
      const act = actOf(request, params.environment, parts)
      const edits = { ...body, ...(body.description === '' ? { description: null } : {}) }
      const row = await parts.database
        .transaction()
        .execute(change => editKey(change, act, params.id, edits, unchanged))
      return reply.header('etag', row.etag).send(toWire(row))
    },
  })
}

type Transition = {
  readonly verb: 'suspend' | 'resume'
  readonly status: Status
  readonly summary: string
}

const routeStatus = (app: App, parts: Parts, { verb, status, summary }: Transition): void => {
  app.route({
    method: 'POST',
    url: `/v1/environments/:environment/keys/:id/${verb}`,
    config: {
      access: { effect: verb },
      problems: ['precondition-failed'],
      reads: { 'Idempotency-Key': 'optional', 'If-Match': 'optional' },
      answers: ['ETag', 'Idempotency-Replayed'],
    },
    schema: {
      operationId: `${verb}Key`,
      summary,
      description: 'A key that is already in that state is answered unchanged.',
      tags: ['Keys'],
      params: InKey,
      response: { 200: Key },
    },
    handler: async (request, reply) => {
      const { params, headers } = request
      const act = actOf(request, params.environment, parts)
      const unchanged = ifMatch(headers['if-match'])
      const work = (change: Change): Promise<KeyRow> =>
        setStatus(change, act, params.id, status, unchanged)
      const key = idempotencyKey(headers['idempotency-key'])
      const route = `POST ${params.environment} keys ${params.id} ${verb}`
      if (key === null) {
        const row = await parts.database.transaction().execute(work)
        return reply.header('etag', row.etag).send(toWire(row))
      }
      const wish = { key, caller: act.by, route, payload: null }
      const answer = await parts.replays.once(wish, async change => {
        const row = await work(change)
        return { headers: { etag: row.etag }, body: toWire(row) }
      })
      if (answer.replayed) reply.header('idempotency-replayed', 'true')
      // The stored answer was made by the lines above; the serializer checks it once more.
      return reply.headers(answer.headers).send(answer.body as z.infer<typeof Key>)
    },
  })
}

const routeDelete = (app: App, parts: Parts): void => {
  app.route({
    method: 'DELETE',
    url: '/v1/environments/:environment/keys/:id',
    config: {
      access: { effect: 'delete' },
      problems: ['precondition-failed'],
      reads: { 'If-Match': 'optional' },
    },
    schema: {
      operationId: 'deleteKey',
      summary: 'Delete a key for good',
      description: 'A key that is gone already is answered with not-found.',
      tags: ['Keys'],
      params: InKey,
      response: { 204: z.undefined().describe('Deleted') },
    },
    handler: async (request, reply) => {
      const { params } = request
      const act = actOf(request, params.environment, parts)
      const unchanged = ifMatch(request.headers['if-match'])
      await parts.database
        .transaction()
        .execute(change => deleteKey(change, act, params.id, unchanged))
      return reply.code(204).send()
    },
  })
}
