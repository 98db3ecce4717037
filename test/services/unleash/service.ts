import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isAlive } from '../../../tools/child.ts'
import { type Answer, send, startFront } from './front.ts'
import { findPostgres, query } from './postgres.ts'
import type { Announced } from './program.ts'

/** Unleash's own environments, as a new installation has them. */
export type UnleashEnvironment = 'development' | 'production'

/** Debian's packages that the service needs and this machine lacks. */
export const lackingPackages = (): readonly string[] =>
  findPostgres() === null ? ['postgresql'] : []

const isInstalled = (): boolean =>
  existsSync(join(import.meta.dirname, 'node_modules/unleash-server/package.json'))

/** A token as Unleash lists it. */
export type UnleashToken = {
  readonly secret: string
  readonly tokenName: string
  readonly type: 'client' | 'frontend' | 'backend'
  readonly environment: string
  readonly createdAt: string
  readonly expiresAt: string | null
}

export type Unleash = {
  readonly url: string
  /** PEM of the certificate, which is its own authority. */
  readonly certificate: string
  readonly version: string
  /**
   * Personal access tokens: of an administrator, of an editor, who may read tokens and no more, of a viewer, who may not
   * see them, and one of the administrator whose time is over.
   */
  readonly credentials: Readonly<Record<'admin' | 'editor' | 'viewer' | 'expired', string>>
  /** What another administrator does, past the TLS front; `token` is the administrator's unless given. */
  readonly ask: (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>
  readonly tokens: () => Promise<readonly UnleashToken[]>
  /** Throws when the service refuses. */
  readonly createToken: (
    token: Pick<UnleashToken, 'tokenName' | 'environment'> &
      Partial<Pick<UnleashToken, 'type' | 'expiresAt'>>,
  ) => Promise<UnleashToken>
  /** What an application hears that has this secret. */
  readonly accepts: (environment: UnleashEnvironment, secret: string) => Promise<boolean>
  /** Unleash reads its tokens anew, as it does once a minute. */
  readonly minute: () => Promise<void>
  /** Writes past the service. */
  readonly query: (sql: string) => void
  /** Nobody gets an answer any more; what was written stays. */
  readonly stop: () => Promise<void>
  /** Answers again, at the same address. */
  readonly start: () => Promise<void>
  /** Stops it for good and removes its data. */
  readonly remove: () => Promise<void>
}

const startProgram = async (secureTokens: boolean) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'program.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      // As its own start command and its image have it: under a test runner Unleash would behave otherwise.
      ...{ NODE_ENV: 'production', TZ: 'UTC', NODE_NO_WARNINGS: '1' },
      SEND_TELEMETRY: 'false',
      UNLEASH_EXPERIMENTAL_SECURE_TOKEN: `${secureTokens}`,
    },
  })
  const exited = once(child, 'exit')
  const lines = createInterface(child.stdout)
  const line = () => Promise.race([once(lines, 'line'), exited.then(() => [null])])
  const [said] = await line()
  if (typeof said !== 'string') throw new Error('Unleash ended before it answered')
  const announced: Announced = JSON.parse(said)
  const stop = async () => {
    if (isAlive(child)) child.stdin.end()
    await exited
  }
  const minute = async () => {
    const done = line()
    child.stdin.write('\n')
    await done
  }
  return { announced, minute, stop }
}

const longest = '2099-01-01T00:00:00.000Z'
const password = 'Unleash4all, and more'

/** Logs in as a person does, and makes a personal access token. */
const personalToken = async (socket: string, username: string, password: string) => {
  const login = await send(socket, {
    ...{ method: 'POST', path: '/auth/simple/login', headers: {} },
    body: { username, password },
  })
  const cookie = login.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const made = await send(socket, {
    ...{ method: 'POST', path: '/api/admin/user/tokens', headers: { cookie } },
    body: { description: `${username} ${crypto.randomUUID()}`, expiresAt: longest },
  })
  if (made.status !== 201) throw new Error(`No token for ${username}: ${made.status}`)
  return (made.body as { readonly secret: string }).secret // As its interface says.
}

const roles = { editor: 2, viewer: 3 } as const

/**
 * Starts Unleash as an organisation runs it: over TLS, on PostgreSQL, with three people in it. `secureTokens`: its
 * experiment that keeps digests of API tokens.
 */
export const startUnleash = async ({ secureTokens = false } = {}): Promise<Unleash> => {
  if (!isInstalled()) throw new Error('Unleash is not installed: npm ci in test/services/unleash')
  const programs = findPostgres()
  if (programs === null) throw new Error('PostgreSQL is missing: apt-get install postgresql')
  const { announced, minute, stop } = await startProgram(secureTokens)
  const { socket, database, version } = announced
  const front = await startFront(socket)
  const admin = await personalToken(socket, 'admin', 'unleash4all')
  const ask: Unleash['ask'] = (method, path, body, token = admin) =>
    send(socket, { method, path, body, headers: { authorization: token } })
  const done = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await ask(method, path, body)
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
  }
  const tokenOf = async (username: keyof typeof roles) => {
    const user = { username, password, rootRole: roles[username], sendEmail: false }
    await done('POST', '/api/admin/user-admin', user)
    return personalToken(socket, username, password)
  }
  const expired = await personalToken(socket, 'admin', 'unleash4all')
  const sql = (text: string) => query(programs, database, text)
  // No interface makes one, and nobody wants to wait for it.
  sql(`update personal_access_tokens set expires_at = '2020-01-01' where secret = '${expired}'`)
  const accepts: Unleash['accepts'] = async (environment, secret) => {
    const paths = ['/api/client/features', '/api/frontend']
    const answers = await Promise.all(paths.map(path => ask('GET', path, undefined, secret)))
    return secret.split(/[:.]/)[1] === environment && answers.some(({ status }) => status === 200)
  }
  const credentials = {
    ...{ admin, expired },
    ...{ editor: await tokenOf('editor'), viewer: await tokenOf('viewer') },
  }
  return {
    ...{ url: front.url, certificate: front.certificate, version, credentials },
    ...{ ask, accepts, minute, query: sql },
    // The shapes below are as the service's interface has them.
    tokens: async () =>
      ((await done('GET', '/api/admin/api-tokens')) as { readonly tokens: UnleashToken[] }).tokens,
    createToken: async token =>
      (await done('POST', '/api/admin/api-tokens', { type: 'client', ...token })) as UnleashToken,
    ...{ stop: front.stop, start: front.start },
    remove: async () => {
      await front.stop()
      await stop()
    },
  }
}
