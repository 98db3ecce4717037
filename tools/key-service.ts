import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Environment } from '../src/shared/domain/environment.ts'
import { end } from './child.ts'

const program = resolve(import.meta.dirname, '../src/service/main.ts')

type Announced = {
  readonly url: string
  readonly fingerprint: string
  readonly certificate: string
  readonly tokens: readonly { readonly name: string; readonly token: string }[]
}

export type Answer = { readonly status: number; readonly body: unknown }

/** A key as the service answers it, or a system. */
export type ServedKey = {
  readonly id: string
  readonly name: string
  /** Null for a system without a key. */
  readonly mask: string | null
  readonly status: string
  readonly etag: string
}

export type IssuedKey = { readonly key: ServedKey; readonly secret: string }

export type KeyService = {
  /** Name of the product that it is like. */
  readonly profile: string
  readonly url: string
  readonly certificate: string
  readonly fingerprint: string
  /** An admin token for one environment, with every permission. */
  readonly tokens: Readonly<Record<Environment, string>>
  readonly folder: string
  /** What an integration would hear that presents `key` in `environment`. */
  readonly verify: (environment: Environment, key: string) => Promise<unknown>
  readonly ask: (method: string, path: string, token: string, body?: unknown) => Promise<Answer>
  /** What another administrator does meanwhile, whom no version stops. Each throws when the service refuses. */
  readonly createKey: (
    environment: Environment,
    body: {
      readonly name: string
      readonly description?: string
      /** RFC 3339. */
      readonly expiresAt?: string
    },
  ) => Promise<IssuedKey>
  readonly createSystem: (
    environment: Environment,
    name: string,
  ) => Promise<{ readonly key: ServedKey }>
  readonly generate: (environment: Environment, id: string) => Promise<IssuedKey>
  readonly edit: (
    environment: Environment,
    id: string,
    body: { readonly name?: string; readonly expiresAt?: string | null },
  ) => Promise<ServedKey>
  readonly act: (
    environment: Environment,
    id: string,
    verb: 'suspend' | 'resume' | 'revoke',
  ) => Promise<ServedKey>
  readonly deleteKey: (environment: Environment, id: string) => Promise<void>
  /** Sets the service's plan while it runs. */
  readonly setPlan: (name: string) => Promise<void>
  /** Makes a token with just these permissions, while the service runs. */
  readonly createToken: (
    name: string,
    permissions: string,
    environments?: string,
  ) => Promise<string>
  readonly revokeToken: (name: string) => Promise<void>
  readonly stop: () => Promise<void>
  /** SIGKILL: nothing is finished and nothing said. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same port and data. */
  readonly start: () => Promise<void>
  /** Stops it and removes its data. */
  readonly remove: () => Promise<void>
}

const spawnService = (
  profile: string,
  folder: string,
  port: number,
  issue: readonly string[],
): ChildProcess =>
  spawn(
    process.execPath,
    [program, '--profile', profile, '--data', folder, '--port', String(port), '--announce', 'json']
      .concat(issue.flatMap(token => ['--issue-token', token]))
      .concat('--exit-with-parent'),
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )

const firstLine = async (child: ChildProcess): Promise<string> => {
  if (!child.stdout) throw new Error('The service has no standard output')
  for await (const line of createInterface(child.stdout)) return line
  throw new Error('The service ended before it announced itself')
}

const folderCommand = async (
  folder: string,
  words: readonly string[],
  ...options: readonly string[]
): Promise<string> => {
  const command = [program, ...words, '--data', folder, ...options]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  const [code] = await exited
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`)
  return output
}

const createToken = async (
  folder: string,
  name: string,
  permissions: string,
  environments: string,
): Promise<string> => {
  const grant = ['--name', name, '--permissions', permissions, '--environments', environments]
  const output = await folderCommand(folder, ['token', 'create'], ...grant)
  return /clva_\w+/.exec(output)?.[0] ?? ''
}

const send = (url: URL, ca: string, method: string, token: string | null, body: unknown) =>
  new Promise<Answer>((resolve, reject) => {
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...(method === 'PATCH' ? { 'if-match': '*' } : {}),
    }
    const answer = async (response: IncomingMessage): Promise<Answer> => {
      const told = await text(response)
      return { status: response.statusCode ?? 0, body: told === '' ? null : JSON.parse(told) }
    }
    const call = request(url, { method, headers, ca, agent: false })
    call.on('response', response => resolve(answer(response))).on('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })

type Ask = KeyService['ask']

/** What an administrator with every permission does. */
const administratorOf = (ask: Ask, tokens: KeyService['tokens']) => {
  const done = async (method: string, environment: Environment, path: string, body?: unknown) => {
    const address = `/v1/environments/${environment}/${path}`
    const answer = await ask(method, address, tokens[environment], body)
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${address}: ${JSON.stringify(answer.body)}`)
  }
  // The service has checked its answers against its own schemas.
  const key = async (...call: Parameters<typeof done>) => (await done(...call)) as ServedKey
  const issued = async (...call: Parameters<typeof done>) => (await done(...call)) as IssuedKey
  return {
    createKey: (environment, body) => issued('POST', environment, 'keys', body),
    createSystem: async (environment, name) => ({
      key: await key('POST', environment, 'systems', { name }),
    }),
    generate: (environment, id) => issued('POST', environment, `keys/${id}/generate`),
    edit: (environment, id, body) => key('PATCH', environment, `keys/${id}`, body),
    act: (environment, id, verb) => key('POST', environment, `keys/${id}/${verb}`),
    deleteKey: async (environment, id) => void (await done('DELETE', environment, `keys/${id}`)),
  } satisfies Partial<KeyService>
}

/** The reference key service as a user would run it: own process, HTTPS, SQLite, a fresh folder. */
export const startKeyService = async (profile = 'claviger'): Promise<KeyService> => {
  const folder = await mkdtemp(join(tmpdir(), 'claviger-service-'))
  const first = ['preview-admin:preview', 'production-admin:production']
  let child = spawnService(profile, folder, 0, first)
  const announced: Announced = JSON.parse(await firstLine(child))
  const tokenOf = (name: string) => announced.tokens.find(token => token.name === name)?.token ?? ''
  const { url, certificate, fingerprint } = announced
  const ask = (method: string, path: string, token: string | null, body?: unknown) =>
    send(new URL(path, url), certificate, method, token, body)
  const tokens = { preview: tokenOf('preview-admin'), production: tokenOf('production-admin') }
  return {
    ...{ profile, url, certificate, fingerprint, folder, tokens },
    ask,
    ...administratorOf(ask, tokens),
    setPlan: async name => void (await folderCommand(folder, ['plan', 'set'], '--name', name)),
    verify: async (environment, key) =>
      (await ask('POST', `/v1/environments/${environment}/verify`, null, { key })).body,
    createToken: (name, permissions, environments = 'preview,production') =>
      createToken(folder, name, permissions, environments),
    revokeToken: async name =>
      void (await folderCommand(folder, ['token', 'revoke'], '--name', name)),
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
    start: async () => {
      child = spawnService(profile, folder, Number(new URL(url).port), [])
      await firstLine(child)
    },
    remove: async () => {
      await end(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
