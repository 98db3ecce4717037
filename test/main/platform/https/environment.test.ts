import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Issued, issue } from './certificates.ts'
import { serveHttps, stopServers } from './servers.ts'

const run = promisify(execFile)
const transportUrl = new URL('../../../../src/main/platform/https/index.ts', import.meta.url)

let folder: string
let origin: string
let shown: Issued

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-environment-'))
  shown = await issue(['127.0.0.1'])
  await writeFile(join(folder, 'shown.pem'), shown.cert)
  const service = await serveHttps(shown, (_request, response) => response.end('canary'))
  origin = service.origin
})
afterAll(async () => {
  await stopServers()
  await rm(folder, { recursive: true })
})

/** What another process, with this in its environment, gets from a service whose certificate nobody has signed. */
const askFrom = async (environment: NodeJS.ProcessEnv, ca: string | null): Promise<string> => {
  const program = `
    import { createTransport } from ${JSON.stringify(transportUrl.href)}
    const { transport, close } = createTransport()
    const said = await transport({
      method: 'GET', url: ${JSON.stringify(origin)}, headers: {}, body: null, signal: null,
      trust: { ca: ${JSON.stringify(ca)}, pin: null }, deadlineMs: 20000, maxBytes: 1000,
    }).then(({ body }) => body, ({ info }) => JSON.stringify(info))
    await close()
    console.log(said)`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    env: { PATH: process.env.PATH, ...environment },
  })
  return stdout.trim()
}

const untrusted = () => ({ code: 'tls', cause: 'untrusted', host: new URL(origin).host })

it.each([
  ['NODE_TLS_REJECT_UNAUTHORIZED', () => '0'],
  ['NODE_EXTRA_CA_CERTS', () => join(folder, 'shown.pem')],
])('trusts nobody for %s', async (variable, value) => {
  expect(JSON.parse(await askFrom({ [variable]: value() }, null))).toEqual(untrusted())
})

it('writes the keys of a connection nowhere for SSLKEYLOGFILE', async () => {
  const file = join(folder, 'keys.log')
  expect(await askFrom({ SSLKEYLOGFILE: file }, shown.cert)).toBe('canary')
  expect(existsSync(file)).toBe(false)
})

it('takes no proxy from HTTPS_PROXY', async () => {
  const proxy = { HTTPS_PROXY: 'http://127.0.0.1:1', NODE_USE_ENV_PROXY: '1' }
  expect(await askFrom(proxy, shown.cert)).toBe('canary')
})
