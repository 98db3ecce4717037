import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, readdir, stat, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { connect as connectPlain, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connect as connectTls } from 'node:tls'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { ask, bytesIn, createdOf, keyOf } from './harness.ts'
import { announced, programInFolder, stop } from './program.ts'

const { folder, finish, serve } = programInFolder()

describe('the service', () => {
  test('announces itself as one JSON line with the tokens that were asked for', async () => {
    const issue = [
      '--issue-token',
      'app preview:preview',
      '--issue-token',
      'both:production,preview',
    ]
    const service = await serve('--announce', 'json', ...issue)
    const { url, certificate, tokens } = announced(service)
    expect(service.out().trimEnd()).not.toContain('\n')
    expect(tokens.map(({ name, environments }) => [name, environments])).toEqual([
      ['app preview', ['preview']],
      ['both', ['preview', 'production']],
    ])
    const list = (environment: string, token: string) =>
      ask(certificate, `${url}/v1/environments/${environment}/keys`, 'GET', { token })
    const [app, both] = tokens.map(({ token }) => token)
    expect((await list('preview', app ?? '')).status).toBe(200)
    expect((await list('production', app ?? '')).status).toBe(403)
    expect((await list('production', both ?? '')).status).toBe(200)
    expect(await stop(service)).toBe(0)
    expect(service.err()).toBe('')
  })

  test('tells people its address, certificate and, once, the admin token', async () => {
    const first = await serve()
    const token = /clva_\w+/.exec(first.out())?.[0]
    expect(first.out()).toContain(join(folder(), 'tls', 'cert.pem'))
    expect(first.out()).toMatch(new RegExp(`Data +${folder()}\n`))
    expect(first.out()).toMatch(/https:\/\/127\.0\.0\.1:\d+/)
    expect(first.out()).toMatch(/([0-9A-F]{2}:){31}[0-9A-F]{2}/)
    expect(first.out()).toContain('Store it now')
    expect(token).toBeDefined()
    expect(await stop(first, 'SIGINT')).toBe(0)
    const fingerprint = /SHA-256 +(\S+)/.exec(first.out())?.[1]

    const second = await serve()
    expect(second.out()).not.toContain('clva_')
    expect(second.out()).toContain(fingerprint)
    await stop(second)
  })

  test('issues a named token anew at every start, and ends the one before', async () => {
    const flags = ['--announce', 'json', '--issue-token', 'app:preview']
    const first = await serve(...flags)
    const before = announced(first).tokens[0]?.token
    await stop(first)
    const second = await serve(...flags)
    const { url, certificate, tokens } = announced(second)
    const list = (token = '') =>
      ask(certificate, `${url}/v1/environments/preview/keys`, 'GET', { token })
    expect((await list(before)).status).toBe(401)
    expect((await list(tokens[0]?.token)).status).toBe(200)
    await stop(second)
  })

  test('keeps its folder to its user', async () => {
    await chmod(folder(), 0o755)
    const service = await serve()
    const mode = async (...names: readonly string[]) =>
      ((await stat(join(folder(), ...names))).mode & 0o777).toString(8)
    expect(await mode()).toBe('700')
    expect(await mode('service.db')).toBe('600')
    expect(await mode('service.db-wal')).toBe('600')
    expect(await mode('tls', 'key.pem')).toBe('600')
    expect(await mode('tls', 'cert.pem')).toBe('644')
    await stop(service)
  })

  test('finishes the requests that are open when it is asked to stop', async () => {
    const service = await serve('--announce', 'json')
    const { url, certificate: ca, tokens } = announced(service)
    const agent = new Agent({ keepAlive: true, ca })
    const headers = {
      authorization: `Bearer ${tokens[0]?.token}`,
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    }
    const path = `${url}/v1/environments/preview/keys`
    const call = request(path, { method: 'POST', agent, headers })
    const answered = once(call, 'response')
    call.write('{"name":')
    await vi.waitFor(() => expect(call.socket?.bytesWritten).toBeGreaterThan(0))
    // An answer on a second connection shows that the service has read the first one's beginning.
    await ask(ca, `${url}/v1/health`, 'GET')
    service.child.kill('SIGTERM')
    await vi.waitFor(() => expect(ask(ca, `${url}/v1/health`, 'GET')).rejects.toThrow())
    // A second Ctrl+C, or a launcher that passes on what the terminal has sent already.
    service.child.kill('SIGTERM')
    call.end('"just in time"}')
    const [response] = await answered
    expect(response.statusCode).toBe(201)
    // Kept alive, the connection would keep the service until the bound of five seconds.
    expect(response.headers.connection).toBe('close')
    response.resume()
    expect(await service.ended).toBe(0)
    agent.destroy()
  })

  test('writes the uses of keys before it ends, and leaves its database closed', async () => {
    const service = await serve('--announce', 'json')
    const { url, certificate, tokens } = announced(service)
    const preview = `${url}/v1/environments/preview`
    const token = tokens[0]?.token ?? ''
    const headers = { 'idempotency-key': randomUUID() }
    const body = { name: 'used to the end' }
    const made = createdOf(
      await ask(certificate, `${preview}/keys`, 'POST', { token, headers, body }),
    )
    const used = { body: { key: made.secret } }
    const use = () => ask(certificate, `${preview}/verify`, 'POST', used)
    await use()
    // Once written there is what writes, which has to end too.
    const written = async () =>
      keyOf(await ask(certificate, `${preview}/keys/${made.key.id}`, 'GET', { token })).usageCount
    await vi.waitFor(async () => expect(await written()).toBe(1), { timeout: 10_000, interval: 50 })
    await use()
    expect(await stop(service)).toBe(0)
    expect(service.err()).toBe('')
    expect((await readdir(folder())).toSorted()).toEqual(['service.db', 'tls'])
    const database = new DatabaseSync(join(folder(), 'service.db'))
    expect(database.prepare('select usage_count from key').all()).toEqual([{ usage_count: 2 }])
    database.close()
  })

  test('ends though a client says nothing', async () => {
    const service = await serve('--announce', 'json')
    const { url, certificate: ca } = announced(service)
    const port = Number(new URL(url).port)
    const mute = connectPlain(port, '127.0.0.1').on('error', () => undefined)
    const stalled = connectTls({ port, ca }).on('error', () => undefined)
    await once(stalled, 'secureConnect')
    stalled.write(
      'POST /v1/environments/preview/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n',
    )
    await ask(ca, `${url}/v1/health`, 'GET')
    expect(await stop(service)).toBe(0)
    for (const socket of [mute, stalled]) socket.destroy()
  })

  test('shows the certificate that it serves when two start on an empty folder at once', async () => {
    const pair = await Promise.all([1, 2].map(() => serve('--announce', 'json')))
    const [first, second] = pair.map(announced)
    expect(first?.fingerprint).toBe(second?.fingerprint)
    for (const { url } of [first, second].filter(one => one !== undefined))
      expect((await ask(first?.certificate ?? '', `${url}/v1/health`, 'GET')).status).toBe(200)
    await Promise.all(pair.map(one => stop(one)))
  })

  test('loses no answered key when it is killed', async () => {
    const announce = ['--announce', 'json']
    const first = await serve(...announce, '--issue-token', 'app:preview')
    const { url, certificate, tokens } = announced(first)
    const token = tokens[0]?.token ?? ''
    const wish = { 'idempotency-key': randomUUID() }
    const call = { token, body: { name: 'survivor' }, headers: wish }
    const made = await ask(certificate, `${url}/v1/environments/preview/keys`, 'POST', call)
    await stop(first, 'SIGKILL')

    const second = await serve(...announce)
    const path = `${announced(second).url}/v1/environments/preview/keys`
    const replayed = await ask(certificate, path, 'POST', call)
    expect(createdOf(replayed)).toEqual(createdOf(made))
    const read = await ask(certificate, `${path}/${createdOf(made).key.id}`, 'GET', { token })
    expect(keyOf(read).name).toBe('survivor')
    await stop(second)
  })

  test('ends with the program that started it, when it is told to', async () => {
    const service = await serve('--announce', 'json', '--exit-with-parent')
    service.child.stdin?.end()
    expect(await service.ended).toBe(0)
  })

  test('outlives the input of a program that did not ask for that', async () => {
    const service = await serve('--announce', 'json')
    service.child.stdin?.end()
    const { url, certificate } = announced(service)
    expect((await ask(certificate, `${url}/v1/health`, 'GET')).status).toBe(200)
    expect(service.child.exitCode).toBeNull()
    expect(await stop(service)).toBe(0)
  })

  test('holds no token in its folder', async () => {
    const service = await serve('--announce', 'json')
    const token = announced(service).tokens[0]?.token ?? 'none'
    expect(await bytesIn(folder())).not.toContain(token)
    await stop(service)
    expect(await bytesIn(folder())).not.toContain(token)
  })
})

describe('the service does not start', () => {
  test('on a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const port = String(z.object({ port: z.number() }).parse(other.address()).port)
    const { code, out, err } = await finish('--data', folder(), '--port', port)
    other.close()
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe(`Port ${port} is in use already: choose another with --port.\n`)
  })

  test('on data of a newer version', async () => {
    await stop(await serve())
    const database = new DatabaseSync(join(folder(), 'service.db'))
    database.exec("update meta set value = '99' where name = 'version'")
    database.close()
    const { code, err } = await finish('--data', folder(), '--port', '0')
    expect([code, err]).toEqual([
      1,
      `The data in ${folder()} was written by a newer version of this service.\n`,
    ])
  })

  test('on a database that is none', async () => {
    await writeFile(
      join(folder(), 'service.db'),
      'not a database, but long enough to be read as one',
    )
    const { code, err } = await finish('--data', folder(), '--port', '0')
    expect(code).toBe(1)
    expect(err).toBe(`The folder ${folder()} cannot be used: file is not a database.\n`)
  })

  test('in a file', async () => {
    const file = join(folder(), 'file')
    await writeFile(file, '')
    const { code, err } = await finish('--data', file, '--port', '0')
    expect(code).toBe(1)
    expect(err).toMatch(/^The folder .* cannot be used: .*\n$/)
  })
})
