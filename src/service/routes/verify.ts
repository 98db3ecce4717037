import type { App, Parts } from '../app.ts'
import { readSecret } from '../secret-format.ts'
import { findBySecret } from '../secrets.ts'
import { judge } from '../verify.ts'
import { InEnvironment, Verification, VerifyBody } from '../wire.ts'

/** Whether a key is accepted. The key itself is the credential. */
export const verifyRoutes = (app: App, { database, profile, usage, now }: Parts): void => {
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
    handler: async ({ params: { environment }, body }) => {
      const text = readSecret(body.key, profile.keyFormat.prefixes)
      const key = text === 'secret' ? await findBySecret(database, body.key) : null
      const at = now()
      const code = judge(text, key, environment, at)
      const valid = code === 'VALID'
      if (valid && key)
        usage.count({ id: key.id, name: key.name, environment, at, origin: profile.callOrigin })
      return { valid, code, ...(key?.environment === environment && { keyId: key.id }) }
    },
  })
}
