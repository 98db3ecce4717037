import { type ChildProcess, spawn } from 'node:child_process'
import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import { end } from '../../../tools/child.ts'

const here = import.meta.dirname

/** `token` is the one that a sign-in hands out, as the bearer plugin takes it. */
export type SignedUp = { readonly token: string; readonly user: string }
export type Answer = { readonly status: number; readonly body: unknown }

export type BetterAuth = {
  readonly url: string
  /** PEM: its certificate, which is its own authority. */
  readonly ca: string
  /** Of better-auth and of its API-key plugin: "1.7.7, API-key plugin 1.7.5". */
  readonly version: string
  /** Which configuration of the plugin has an environment's keys. */
  readonly configs: Readonly<Record<Environment, string>>
  readonly admin: SignedUp
  /** Under `/api/auth` as a client, or under `/test`. */
  readonly ask: (method: string, path: string, token?: string, body?: unknown) => Promise<Answer>
  readonly signUp: (email: string) => Promise<SignedUp>
  /** Another session of somebody who has signed up. */
  readonly signIn: (email: string) => Promise<SignedUp>
  /**
   * Makes an organization and answers its id. A member may do nothing with its keys, a reader look at them and make
   * some.
   */
  readonly organization: (
    people: Readonly<Record<'owner' | 'member' | 'reader', SignedUp>>,
  ) => Promise<string>
  /** Makes `count` keys, the administrator's where nobody else is named: key-001, key-002, … */
  readonly fill: (configId: string, count: number, owner?: SignedUp) => Promise<void>
  /** What a program hears that verifies a key: `{ valid, error, key }`. */
  readonly verify: (key: string, configId?: string) => Promise<unknown>
  readonly accepts: (environment: Environment, key: string) => Promise<boolean>
  /** For ten seconds more it is in the list, unless somebody presents it. */
  readonly expireKey: (id: string) => Promise<void>
  readonly endSession: (session: SignedUp) => Promise<void>
  /** Deletes every key. */
  readonly clear: () => Promise<void>
  readonly stop: () => Promise<void>
  /** Starts it again on the same port and data. */
  readonly start: () => Promise<void>
  /** Stops it and removes its data. */
  readonly remove: () => Promise<void>
}

const ensureInstalled = (): Promise<void> =>
  access(join(here, 'node_modules/better-auth/package.json')).catch(() => {
    throw new Error(`better-auth is not installed: run "npm ci" in ${here}`)
  })

const installedVersion = async (name: string): Promise<string> =>
  JSON.parse(await readFile(join(here, 'node_modules', name, 'package.json'), 'utf8')).version

const spawnServer = (folder: string, port: number, limited: boolean): ChildProcess =>
  spawn(
    process.execPath,
    [join(here, 'server.ts'), '--folder', folder, '--port', String(port)].concat(
      limited ? ['--limited'] : [],
    ),
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )

const announced = async (
  child: ChildProcess,
): Promise<{ readonly url: string; readonly ca: string }> => {
  if (!child.stdout) throw new Error('better-auth has no standard output')
  for await (const line of createInterface(child.stdout)) return JSON.parse(line)
  throw new Error('better-auth ended before it announced itself')
}

const send = (url: URL, ca: string, method: string, token: string | null, body: unknown) =>
  new Promise<Answer>((resolve, reject) => {
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const answer = async (response: IncomingMessage): Promise<Answer> => {
      const told = await text(response)
      return { status: response.statusCode ?? 0, body: told === '' ? null : JSON.parse(told) }
    }
    const call = request(url, { method, headers, ca, agent: false })
    call.on('response', response => answer(response).then(resolve, reject)).on('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })

/** The administrator’s address. */
export const administrator = 'admin@example.com'
const configs: BetterAuth['configs'] = { preview: 'default', production: 'prod' }

/** What only the server itself can do, by the routes that it has for tests. */
const testRoutes = (ask: BetterAuth['ask']) => {
  const done = async (route: string, body: Readonly<Record<string, string>>) => {
    const answer = await ask('POST', `/test/${route}`, undefined, body)
    if (answer.status === 200) return answer.body
    throw new Error(`${route}: ${JSON.stringify(answer.body)}`)
  }
  const verify: BetterAuth['verify'] = (key, configId) =>
    done('verify', configId === undefined ? { key } : { key, configId })
  const routes = {
    verify,
    // The routes are our own, and answer just this.
    signUp: async (email: string) => (await done('sign-up', { email })) as SignedUp,
    signIn: async (email: string) => (await done('sign-in', { email })) as SignedUp,
    organization: async ({ owner, member, reader }) => {
      const users = { owner: owner.user, member: member.user, reader: reader.user }
      return ((await done('organization', users)) as { readonly id: string }).id
    },
    accepts: async (environment: Environment, key: string) => {
      const said = await verify(key, configs[environment])
      return said instanceof Object && 'valid' in said && said.valid === true
    },
    expireKey: async (id: string) => void (await done('expire-key', { id })),
    endSession: async ({ token }: SignedUp) => void (await done('end-session', { token })),
    clear: async () => void (await done('clear', {})),
  } satisfies Partial<BetterAuth>
  return { done, ...routes }
}

/**
 * better-auth with its API-key plugin as a program of its own: HTTPS, SQLite, a fresh folder. Installs nothing: throws
 * when it is not installed. `limited`: five requests in ten seconds and no more.
 */
export const startBetterAuth = async ({ limited = false } = {}): Promise<BetterAuth> => {
  await ensureInstalled()
  const folder = await mkdtemp(join(tmpdir(), 'claviger-better-auth-'))
  let child = spawnServer(folder, 0, limited)
  const { url, ca } = await announced(child)
  const ask: BetterAuth['ask'] = (method, path, token, body) =>
    send(new URL(path, url), ca, method, token ?? null, body)
  const { done, ...routes } = testRoutes(ask)
  const admin = await routes.signUp(administrator)
  const plugin = await installedVersion('@better-auth/api-key')
  return {
    ...{ url, ca, configs, admin, ask, ...routes },
    version: `${await installedVersion('better-auth')}, API-key plugin ${plugin}`,
    fill: async (configId, count, { user } = admin) =>
      void (await done('fill', { user, configId, count: String(count) })),
    stop: () => end(child, 'SIGTERM'),
    start: async () => {
      child = spawnServer(folder, Number(new URL(url).port), limited)
      await announced(child)
    },
    remove: async () => {
      await end(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
