import { demandIncluded } from '../access.ts'
import type { App, Parts } from '../app.ts'
import { systemBody } from '../key-fields.ts'
import { createSystem } from '../keys.ts'
import { demandIdempotencyKey } from '../preconditions.ts'
import { InEnvironment, Key, toWire } from '../wire.ts'
import { actOf, asKey, wishOf } from './requests.ts'

/** Make systems; everything else is asked of them as of keys. */
export const systemRoutes = (app: App, parts: Parts): void => {
  const { profile, replays } = parts
  app.route({
    method: 'POST',
    url: '/v1/environments/:environment/systems',
    config: {
      access: { effect: 'create-system' },
      problems: ['idempotency-key-required', 'name-taken'],
      reads: { 'Idempotency-Key': 'required' },
      answers: ['ETag', 'Location', 'Idempotency-Replayed'],
    },
    schema: {
      operationId: 'createSystem',
      summary: 'Make a system, which has no key yet',
      tags: ['Keys'],
      params: InEnvironment,
      body: systemBody(profile),
      response: { 201: Key },
    },
    handler: async (request, reply) => {
      const { environment } = request.params
      const draft = { name: request.body.name, description: request.body.description || null }
      if (draft.description !== null) demandIncluded(request, 'describe', '/description')
      const act = actOf(request, environment, parts)
      const key = demandIdempotencyKey(request.headers['idempotency-key'])
      const route = `POST ${environment} systems`
      const wish = wishOf(request, { key, route, payload: draft })
      const answer = await replays.once(wish, async change => {
        const system = await createSystem(change, profile, act, draft)
        const location = `/v1/environments/${environment}/keys/${system.id}`
        return { headers: { etag: system.etag, location }, body: toWire(system, act.now) }
      })
      return reply.code(201).headers(answer.headers).send(asKey(answer.body))
    },
  })
}
