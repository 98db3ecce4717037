import type { z } from 'zod'
import type { App, Parts } from '../app.ts'
import type { Environment } from '../profiles/profile.ts'
import { readSecret } from '../secret-format.ts'
import { findByKey, prepareFindBySecret } from '../secrets.ts'
import { judge } from '../verify.ts'
import { InEnvironment, InKey, type Verdict, Verification, VerifyBody } from '../wire.ts'
import { sendPlain } from './plain-answer.ts'

/** Whether a key is accepted: said to whoever presents it, and to an administrator who has its id alone. */
export const verifyRoutes = (app: App, parts: Parts): void => {
  routeVerify(app, parts)
  routeVerifyById(app, parts)
}

const routeVerify = (app: App, { reads, profile, usage, now }: Parts): void => {
  const findBySecret = prepareFindBySecret(reads)
  app.route({
    method: 'POST',
    url: '/v1/environments/:environment/verify',
    config: { access: 'public' },
    schema: {
      operationId: 'verifyKey',
      summary: 'Tell whether a key is accepted in this environment',
      description: 'Needs no admin token. A valid answer counts as a use of the key.',
      tags: ['Verification'],
      params: InEnvironment,
      body: VerifyBody,
      response: { 200: Verification },
    },
    // Without a promise, and with nothing to wait for: this is asked for every request of every integration.
    handler: ({ params: { environment }, body }, reply) => {
      const text = readSecret(body.key, profile.keyFormat.prefixes)
      const key = text === 'secret' ? findBySecret(body.key) : null
      const at = now()
      const code = judge(text, key, environment, at)
      if (code === 'VALID' && key)
        usage.count({ id: key.id, name: key.name, environment, at, origin: profile.callOrigin })
      sendPlain<z.infer<typeof Verification>>(reply, answerOf(code, key, environment))
    },
  })
}

/** The judge is the same, so that what an integration hears cannot differ from what is told here. */
const routeVerifyById = (app: App, { database, now }: Parts): void => {
  app.route({
    method: 'GET',
    url: '/v1/environments/:environment/keys/:id/verification',
    config: { access: 'token' },
    schema: {
      operationId: 'verifyKeyById',
      summary: 'Tell what an integration hears that presents this key now',
      description:
        'For an administrator who has changed a key and does not have its secret. It is no use of the key. One that ' +
        'was deleted, or never was, is NOT_FOUND.',
      tags: ['Verification'],
      params: InKey,
      response: { 200: Verification },
    },
    handler: async ({ params: { environment, id } }) => {
      const key = await findByKey(database, id)
      return answerOf(judge('secret', key, environment, now()), key, environment)
    },
  })
}

type Found = { readonly id: string; readonly environment: Environment }

const answerOf = (code: Verdict, key: Found | null, environment: Environment) => ({
  ...{ valid: code === 'VALID', code },
  ...(key?.environment === environment && { keyId: key.id }),
})
