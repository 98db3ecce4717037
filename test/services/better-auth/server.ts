/**
 * better-auth with its API-key plugin, as somebody would run it, and beside it a few routes under `/test` for what no
 * client can do: the plugin verifies keys for its own server only, and time does not pass for a test.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { bearer, organization } from 'better-auth/plugins'
import { createAccessControl } from 'better-auth/plugins/access'
import { defaultRoles, defaultStatements } from 'better-auth/plugins/organization/access'
import { openIdentity } from '../../../src/service/tls.ts'

const { values } = parseArgs({
  options: {
    /** Holds the database and the certificate, so that a second run goes on where the first ended. */
    folder: { type: 'string', default: '' },
    port: { type: 'string', default: '0' },
    /** Five requests in ten seconds, as is usual in production; else none is refused. */
    limited: { type: 'boolean', default: false },
  },
})

const identity = await openIdentity(join(values.folder, 'tls'))
const database = new DatabaseSync(join(values.folder, 'better-auth.db'))
const server = createServer({ key: identity.key, cert: identity.certificate })
await new Promise<void>(resolve => server.listen(Number(values.port), '127.0.0.1', resolve))
// Listens on TCP, whose addresses have this shape.
const { port } = server.address() as AddressInfo
const url = `https://127.0.0.1:${port}`

const control = createAccessControl({ ...defaultStatements, apiKey: ['read', 'create'] } as const)

// Stock but for the limit of ten uses a day, which the tests would meet.
const each = { requireName: true, rateLimit: { enabled: false } } as const
const auth = betterAuth({
  database,
  baseURL: url,
  secret: 'only-for-tests-on-this-machine-0000',
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: values.limited, window: 10, max: 5 },
  logger: { disabled: true },
  telemetry: { enabled: false },
  plugins: [
    bearer(),
    organization({
      ac: control,
      // A member may do nothing with the organization’s keys, and a reader look at them and make some.
      roles: { ...defaultRoles, reader: control.newRole({ apiKey: ['read', 'create'] }) },
    }),
    apiKey([
      { ...each, configId: 'default', defaultPrefix: 'tst_' },
      { ...each, configId: 'prod', defaultPrefix: 'live_' },
      { ...each, configId: 'team', defaultPrefix: 'team_', references: 'organization' },
    ]),
  ],
})
await (await getMigrations(auth.options)).runMigrations()

type Body = Readonly<Record<string, string>>

const password = 'correct horse battery'

const sessionOf = ({
  headers,
  response,
}: {
  headers: Headers
  response: { user: { id: string } }
}) => ({
  token: headers.get('set-auth-token'),
  user: response.user.id,
})

const routes: Readonly<Record<string, (body: Body) => unknown>> = {
  '/test/sign-up': async ({ email = '' }) =>
    sessionOf(
      await auth.api.signUpEmail({ body: { email, password, name: email }, returnHeaders: true }),
    ),
  '/test/sign-in': async ({ email = '' }) =>
    sessionOf(await auth.api.signInEmail({ body: { email, password }, returnHeaders: true })),
  '/test/organization': async ({ owner = '', member = '', reader = '' }) => {
    const body = { name: 'Team', slug: crypto.randomUUID(), userId: owner }
    const { id } = await auth.api.createOrganization({ body })
    const join = (userId: string, role: 'member' | 'reader') =>
      auth.api.addMember({ body: { userId, organizationId: id, role } })
    await join(member, 'member')
    await join(reader, 'reader')
    return { id }
  },
  '/test/verify': ({ key = '', configId }) =>
    auth.api.verifyApiKey({ body: { key, ...(configId === undefined ? {} : { configId }) } }),
  '/test/fill': async ({ user = '', configId = 'default', count = '1' }) => {
    for (let number = 1; number <= Number(count); number++) {
      const name = `key-${String(number).padStart(3, '0')}`
      await auth.api.createApiKey({ body: { userId: user, configId, name } })
    }
    return {}
  },
  '/test/expire-key': async ({ id = '' }) => {
    // It cleans up no oftener than every ten seconds, so that for so long the key can be seen as expired.
    await auth.api.deleteAllExpiredApiKeys()
    database.prepare('update apikey set expiresAt = ? where id = ?').run(aMinuteAgo(), id)
  },
  '/test/end-session': ({ token = '' }) =>
    database
      .prepare('update session set expiresAt = ? where token = ?')
      .run(aMinuteAgo(), token.split('.')[0] ?? ''),
  '/test/clear': () => database.prepare('delete from apikey').run(),
}

const aMinuteAgo = (): string => new Date(Date.now() - 60_000).toISOString()

const answer = async (
  run: (body: Body) => unknown,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const said = await text(request)
  response.setHeader('content-type', 'application/json')
  try {
    response.end(JSON.stringify((await run(said === '' ? {} : JSON.parse(said))) ?? null))
  } catch (cause) {
    response.statusCode = 500
    response.end(JSON.stringify({ cause: String(cause) }))
  }
}

const handler = toNodeHandler(auth)
server.on('request', (request, response) => {
  const run = routes[request.url ?? '']
  void (run ? answer(run, request, response) : handler(request, response))
})

// Whoever started it has ended, whichever way.
process.stdin.on('end', () => process.exit(0)).resume()
process.stdout.write(`${JSON.stringify({ url, ca: identity.certificate })}\n`)
