import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { connect, type SecureVersion } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Call, problemOf, startTestService, type TestService } from './harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.remove())

const keys = '/v1/environments/preview/keys'
const idempotent = () => ({ 'idempotency-key': randomUUID() })

const expectProblem = async (
  method: string,
  path: string,
  call: Call,
  status: number,
  name: string,
) => {
  const answer = await service.call(method, path, call)
  expect(problemOf(answer)).toEqual({ status, name })
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json(;|$)/)
  expect(answer.headers['cache-control']).toBe('no-store')
  return answer
}

describe('an address', () => {
  test.each([
    '/',
    '/v1',
    '/v1/environments/staging/keys',
    '/v1/environments/staging/keys/key_x',
    '/v1/environments/Preview/keys',
    '/v2/health',
    `/v1/environments/preview/keys/${'x'.repeat(500)}`,
  ])('%s is not found', async path => {
    await expectProblem('GET', path, {}, 404, 'not-found')
  })

  test('that cannot be decoded is a bad request', async () => {
    await expectProblem('GET', '/v1/environments/preview/keys/%zz', {}, 400, 'request-invalid')
  })

  test.each([
    ['PUT', keys, 'GET, HEAD, POST'],
    ['DELETE', '/v1/health', 'GET, HEAD'],
    ['OPTIONS', keys, 'GET, HEAD, POST'],
    ['TRACE', keys, 'GET, HEAD, POST'],
    ['GET', `${keys}/key_x/suspend`, 'POST'],
    ['POST', `${keys}/key_x`, 'GET, HEAD, PATCH, DELETE'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const writes = method === 'PUT' || method === 'POST'
    const call = writes ? { body: '<xml/>', headers: { 'content-type': 'text/xml' } } : {}
    const answer = await expectProblem(method, path, call, 405, 'method-not-allowed')
    expect(answer.headers.allow?.split(', ').toSorted()).toEqual(allow.split(', ').toSorted())
  })

  test('answers HEAD like GET, without a body', async () => {
    const answer = await service.call('HEAD', keys)
    expect([answer.status, answer.text]).toEqual([200, ''])
  })
})

describe('a body', () => {
  test('of another type is 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const call = { body: 'name=x', headers: { ...idempotent(), 'content-type': type } }
      await expectProblem('POST', keys, call, 415, 'content-type-unsupported')
    }
  })

  test.each(['{', '{"name":', '"\u0001"', '{"__proto__":{"name":"x"},"name":"y"}'])(
    'that is no JSON, %s, is 400',
    async body => {
      const call = { body, headers: idempotent() }
      await expectProblem('POST', keys, call, 400, 'request-invalid')
    },
  )

  test('that is no UTF-8 is 400, and nothing is made of it', async () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"caf'), Buffer.of(0xe9), Buffer.from('"}')])
    await expectProblem(
      'POST',
      keys,
      { body: bytes, headers: idempotent() },
      400,
      'request-invalid',
    )
  })

  test('that is not there is 422', async () => {
    await expectProblem('POST', keys, { headers: idempotent() }, 422, 'fields-invalid')
  })

  test('over 64 KiB is 413', async () => {
    const name = 'n'.repeat(65_536)
    const call = { body: { name }, headers: idempotent() }
    await expectProblem('POST', keys, call, 413, 'body-too-large')
  })
})

describe('a query', () => {
  test.each(['0', '1001', '-1', '1.5', 'abc', '', '1e2', '10&limit=20'])(
    'with limit=%s is 400',
    async limit => {
      await expectProblem('GET', `${keys}?limit=${limit}`, {}, 400, 'request-invalid')
    },
  )

  test('with a cursor of nobody is 400', async () => {
    await expectProblem('GET', `${keys}?cursor=abc`, {}, 400, 'cursor-invalid')
    await expectProblem('GET', `/v1/audit?cursor=abc`, {}, 400, 'cursor-invalid')
  })

  test('without `after` is 400', async () => {
    await expectProblem('GET', '/v1/environments/preview/changes', {}, 400, 'request-invalid')
  })
})

describe('a fault', () => {
  test('is a 500 that says nothing of the inside, and is heard of', async () => {
    const broken = await startTestService()
    try {
      await broken.service.database.schema.dropTable('feed').execute()
      const answer = await broken.call('GET', keys)
      expect(problemOf(answer)).toEqual({ status: 500, name: 'internal' })
      expect(answer.text).not.toMatch(/feed|table|sqlite|at /i)
      expect(String(broken.faults[0])).toContain('no such table: feed')
    } finally {
      await broken.remove()
    }
  })
})

describe('the connection', () => {
  const dial = (options: { minVersion?: SecureVersion; maxVersion?: SecureVersion } = {}) => {
    const { url, identity } = service.service
    return connect({ port: Number(new URL(url).port), ca: identity.certificate, ...options })
  }

  test('answers garbage with a problem and closes', async () => {
    const socket = dial()
    socket.write('HELLO\r\n\r\n')
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('urn:claviger:problem:request-invalid')
    expect(answer).toContain('Cache-Control: no-store')
  })

  test('answers headers that are too large with 431', async () => {
    const socket = dial()
    socket.write(`GET /v1/health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
    expect(answer).toContain('urn:claviger:problem:headers-too-large')
  })

  test('speaks TLS 1.2 and 1.3, and nothing older', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = dial({ minVersion: version, maxVersion: version })
      await once(socket, 'secureConnect')
      expect(socket.getProtocol()).toBe(version)
      socket.destroy()
    }
    const old = dial({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })
    await expect(once(old, 'secureConnect')).rejects.toThrow()
  })
})
