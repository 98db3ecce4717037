import type { App, Parts } from '../app.ts'
import type { Change } from '../database.ts'
import { rotateBody } from '../key-fields.ts'
import type { Act } from '../key-rows.ts'
import type { Revealed } from '../keys.ts'
import { demandIdempotencyKey, ifMatch } from '../preconditions.ts'
import type { Environment } from '../profiles/profile.ts'
import { generateKey, rotateKey } from '../rotation.ts'
import { CreatedKey, InKey, toWire } from '../wire.ts'
import { actOf, asCreatedKey, wishOf } from './requests.ts'

/** Give a key that is there another secret, or a system its key. */
export const secretRoutes = (app: App, parts: Parts): void => {
  routeRotate(app, parts)
  routeGenerate(app, parts)
}

const reads = { 'Idempotency-Key': 'required', 'If-Match': 'optional' } as const
const answers = ['ETag', 'Idempotency-Replayed'] as const
const once =
  'Repeated with the same Idempotency-Key, the same secret is answered, for 30 days, whatever became of the key.'

type Asked = Parameters<typeof actOf>[0] & {
  readonly params: { readonly environment: Environment; readonly id: string }
}

/** Runs `work` once for the request's Idempotency-Key; a repetition is answered before any precondition is asked. */
const reveal = async (
  request: Asked,
  parts: Parts,
  wish: { readonly verb: string; readonly payload: unknown },
  work: (change: Change, act: Act) => Promise<Revealed>,
) => {
  const { environment, id } = request.params
  const act = actOf(request, environment, parts)
  const key = demandIdempotencyKey(request.headers['idempotency-key'])
  const route = `POST ${environment} keys ${id} ${wish.verb}`
  const bound = wishOf(request, { key, route, payload: wish.payload })
  const { headers, body } = await parts.replays.once(bound, async change => {
    const revealed = await work(change, act)
    return {
      headers: { etag: revealed.key.etag },
      body: { key: toWire(revealed.key, act.now), secret: revealed.secret },
    }
  })
  return { headers, body: asCreatedKey(body) }
}

const routeRotate = (app: App, parts: Parts): void => {
  const { profile } = parts
  app.route({
    method: 'POST',
    url: '/v1/environments/:environment/keys/:id/rotate',
    config: {
      access: { effect: 'rotate' },
      problems: [
        ...(['idempotency-key-required', 'precondition-failed'] as const),
        ...(['key-revoked', 'key-expired', 'no-key'] as const),
      ],
      reads,
      answers,
    },
    schema: {
      operationId: 'rotateKey',
      summary: 'Give a key another secret, and reveal it once',
      description: `The secret before is accepted for the overlap; one that an earlier rotation left ends at once. ${once}`,
      tags: ['Keys'],
      params: InKey,
      body: rotateBody(profile),
      response: { 200: CreatedKey },
    },
    handler: async (request, reply) => {
      const { overlapSeconds } = request.body
      const unchanged = ifMatch(request.headers['if-match'])
      const wish = { verb: 'rotate', payload: { overlapSeconds } }
      const answer = await reveal(request, parts, wish, (change, act) =>
        rotateKey(change, profile, act, request.params.id, overlapSeconds, unchanged),
      )
      return reply.headers(answer.headers).send(answer.body)
    },
  })
}

const routeGenerate = (app: App, parts: Parts): void => {
  const { profile } = parts
  app.route({
    method: 'POST',
    url: '/v1/environments/:environment/keys/:id/generate',
    config: {
      access: { effect: 'generate' },
      problems: ['idempotency-key-required', 'precondition-failed', 'key-exists'],
      reads,
      answers,
    },
    schema: {
      operationId: 'generateKey',
      summary: 'Give a system its key, and reveal the secret once',
      description: once,
      tags: ['Keys'],
      params: InKey,
      response: { 200: CreatedKey },
    },
    handler: async (request, reply) => {
      const unchanged = ifMatch(request.headers['if-match'])
      const wish = { verb: 'generate', payload: null }
      const answer = await reveal(request, parts, wish, (change, act) =>
        generateKey(change, profile, act, request.params.id, unchanged),
      )
      return reply.headers(answer.headers).send(answer.body)
    },
  })
}
