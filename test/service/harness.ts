import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { environments, type Profile, permissionsOf } from '../../src/service/profiles/profile.ts'
import { type Service, startService } from '../../src/service/service.ts'
import { type Grant, replaceToken } from '../../src/service/tokens.ts'
import { CreatedKey, Key } from '../../src/service/wire.ts'
import { ProblemDocument } from '../../src/service/wire-service.ts'

export type Call = {
  readonly token?: string | null
  /** Sent as it is when it is text or bytes, else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: unknown
}

const parse = (body: string): unknown => (body === '' ? null : JSON.parse(body))

/** One HTTPS request that trusts `ca` alone. */
export const ask = (
  ca: string,
  url: string,
  method: string,
  { token = null, body, headers = {} }: Call = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    }
    const answer = async (response: IncomingMessage): Promise<Answer> => {
      const body = await text(response)
      const { statusCode: status = 0, headers: received } = response
      return { status, headers: received, text: body, json: parse(body) }
    }
    const call = request(url, { method, ca, headers: sent, agent: false })
    call.on('response', response => resolve(answer(response))).on('error', reject)
    const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
    call.end(raw ? body : JSON.stringify(body))
  })

export const keyOf = (answer: Answer) => Key.parse(answer.json)
export const createdOf = (answer: Answer) => CreatedKey.parse(answer.json)
export const problemOf = (answer: Answer) => ({
  status: answer.status,
  name: ProblemDocument.parse(answer.json).type.replace('urn:claviger:problem:', ''),
})
export const errorsOf = (answer: Answer) =>
  (ProblemDocument.parse(answer.json).errors ?? []).map(({ pointer, code }) => ({ pointer, code }))
/** The members of an answer that a test is about. */
export const read = <T extends z.ZodType>(shape: T, answer: Answer): z.output<T> =>
  shape.parse(answer.json)

export type Setting = {
  /** Claviger unless given; null for the one that the folder has. */
  readonly profile?: Profile | null
  readonly rateLimit?: number
  readonly now?: () => number
  readonly folder?: string
}

/** The service on loopback HTTPS with SQLite in a folder of its own, and a token that may do everything. */
export const startTestService = async (setting: Setting = {}) => {
  const folder = setting.folder ?? (await mkdtemp(join(tmpdir(), 'claviger-key-service-')))
  const faults: unknown[] = []
  const service: Service = await startService({
    profile: setting.profile === undefined ? claviger : setting.profile,
    dataFolder: folder,
    host: '127.0.0.1',
    port: 0,
    rateLimit: setting.rateLimit ?? 1_000_000,
    now: setting.now ?? Date.now,
    failed: cause => faults.push(cause),
  })
  const issue = async (grant: Partial<Grant> = {}): Promise<string> => {
    const whole = {
      name: 'admin',
      permissions: permissionsOf(service.profile),
      environments,
      ...grant,
    }
    return (await replaceToken(service.database, whole, Date.now())).token
  }
  const admin = await issue()
  const call = (method: string, path: string, given: Call = {}): Promise<Answer> =>
    ask(service.identity.certificate, `${service.url}${path}`, method, { token: admin, ...given })
  const create = async (name: string, environment = 'preview') =>
    createdOf(
      await call('POST', `/v1/environments/${environment}/keys`, {
        body: { name },
        headers: { 'idempotency-key': randomUUID() },
      }),
    )
  const stop = service.stop
  return {
    ...{ service, folder, faults, issue, admin, call, create, stop },
    remove: async () => {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type TestService = Awaited<ReturnType<typeof startTestService>>

/** All that lies in the folder, as one text. */
export const bytesIn = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const texts = files.map(file => readFile(join(file.parentPath, file.name), 'latin1'))
  return (await Promise.all(texts)).join('\n')
}
