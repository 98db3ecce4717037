import { z } from 'zod'
import { demandEffect } from '../access.ts'
import type { App, Parts } from '../app.ts'
import type { Change, KeyRow } from '../database.ts'
import { type Edits, editKey } from '../editing.ts'
import type { Answer } from '../idempotency.ts'
import { editBody, toInstant } from '../key-fields.ts'
import type { Act } from '../key-rows.ts'
import { deleteKey } from '../keys.ts'
import { demandIfMatch, idempotencyKey, ifMatch, type Precondition } from '../preconditions.ts'
import type { ProblemName } from '../problems.ts'
import type { Effect } from '../profiles/profile.ts'
import { revokeKey } from '../rotation.ts'
import { InKey, Key, toWire } from '../wire.ts'
import { actOf, asKey, wishOf } from './requests.ts'

/** Change, suspend, resume, revoke and delete keys. */
export const lifecycleRoutes = (app: App, parts: Parts): void => {
  routeEdit(app, parts)
  for (const transition of transitions) routeTransition(app, parts, transition)
  routeDelete(app, parts)
}

type Body = z.output<ReturnType<typeof editBody>>
type Asked = Parameters<typeof demandEffect>[0]

/** Every member asks for its effect, whatever its value: a caller learns at once what it may not do. */
const demandMembers = (request: Asked, { name, description, expiresAt, status }: Body): void => {
  if (name !== undefined) demandEffect(request, 'rename', '/name')
  if (description !== undefined) demandEffect(request, 'describe', '/description')
  if (expiresAt !== undefined) demandEffect(request, 'expire', '/expiresAt')
  if (status !== undefined)
    demandEffect(request, status === 'active' ? 'resume' : 'suspend', '/status')
}

const editsOf = ({ description, expiresAt, ...rest }: Body): Edits => ({
  ...rest,
  description: description === '' ? null : description,
  expiresAt: expiresAt === undefined ? undefined : toInstant(expiresAt),
})

const routeEdit = (app: App, parts: Parts): void => {
  app.route({
    method: 'PATCH',
    url: '/v1/environments/:environment/keys/:id',
    config: {
      access: 'token',
      demands: ['rename', 'describe', 'expire', 'suspend', 'resume'],
      problems: [
        ...(['precondition-required', 'precondition-failed'] as const),
        ...(['name-taken', 'key-revoked', 'no-key'] as const),
      ],
      reads: { 'If-Match': 'required' },
      answers: ['ETag'],
    },
    schema: {
      operationId: 'editKey',
      summary: 'Rename or describe a key, set its expiry, suspend or resume it',
      description:
        'All of it or nothing. What is left out stays. An edit that changes nothing leaves the ETag as it is. A ' +
        'revoked key keeps its status and its expiry.',
      tags: ['Keys'],
      params: InKey,
      body: editBody(parts.profile),
      response: { 200: Key },
    },
    handler: async (request, reply) => {
      const { params, body } = request
      demandMembers(request, body)
      const unchanged = demandIfMatch(request.headers['if-match'])
      const act = actOf(request, params.environment, parts)
      const row = await parts.database
        .transaction()
        .execute(change => editKey(change, parts.profile, act, params.id, editsOf(body), unchanged))
      return reply.header('etag', row.etag).send(toWire(row, act.now))
    },
  })
}

/** A change of a key that takes no body. */
type Transition = {
  readonly effect: Extract<Effect, 'suspend' | 'resume' | 'revoke'>
  readonly summary: string
  readonly description: string
  readonly problems: readonly ProblemName[]
  readonly move: (
    change: Change,
    parts: Parts,
    act: Act,
    id: string,
    unchanged: Precondition,
  ) => Promise<KeyRow>
}

const already = 'A key that is in that state already is answered unchanged.'

const transitions: readonly Transition[] = [
  {
    effect: 'suspend',
    summary: 'Suspend a key: it is refused until it is resumed',
    description: already,
    problems: ['key-revoked', 'no-key'],
    move: (change, { profile }, act, id, unchanged) =>
      editKey(change, profile, act, id, { status: 'suspended' }, unchanged),
  },
  {
    effect: 'resume',
    summary: 'Resume a suspended key: it is accepted again',
    description: already,
    problems: ['key-revoked', 'no-key'],
    move: (change, { profile }, act, id, unchanged) =>
      editKey(change, profile, act, id, { status: 'active' }, unchanged),
  },
  {
    effect: 'revoke',
    summary: 'Revoke a key for good',
    description: `${already} A system loses its key, and may get another.`,
    problems: ['no-key'],
    move: (change, _parts, act, id, unchanged) => revokeKey(change, act, id, unchanged),
  },
]

const routeTransition = (app: App, parts: Parts, transition: Transition): void => {
  const { effect, summary, description, problems, move } = transition
  app.route({
    method: 'POST',
    url: `/v1/environments/:environment/keys/:id/${effect}`,
    config: {
      access: { effect },
      problems: ['precondition-failed', ...problems],
      reads: { 'Idempotency-Key': 'optional', 'If-Match': 'optional' },
      answers: ['ETag', 'Idempotency-Replayed'],
    },
    schema: {
      operationId: `${effect}Key`,
      summary,
      description,
      tags: ['Keys'],
      params: InKey,
      response: { 200: Key },
    },
    handler: async (request, reply) => {
      const { params, headers } = request
      const act = actOf(request, params.environment, parts)
      const unchanged = ifMatch(headers['if-match'])
      const work = async (change: Change): Promise<Answer> => {
        const row = await move(change, parts, act, params.id, unchanged)
        return { headers: { etag: row.etag }, body: toWire(row, act.now) }
      }
      const key = idempotencyKey(headers['idempotency-key'])
      const route = `POST ${params.environment} keys ${params.id} ${effect}`
      const answer = await (key === null
        ? parts.database.transaction().execute(work)
        : parts.replays.once(wishOf(request, { key, route, payload: null }), work))
      return reply.headers(answer.headers).send(asKey(answer.body))
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
      summary: 'Delete a key for good, or a system and its key',
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
