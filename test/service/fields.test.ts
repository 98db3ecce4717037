import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foldName } from '../../src/service/key-fields.ts'
import { foldName as foldNameOfTheApplication } from '../../src/shared/domain/name.ts'
import { createdOf, errorsOf, problemOf, startTestService, type TestService } from './harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.remove())

const post = (body: unknown) =>
  service.call('POST', '/v1/environments/production/keys', {
    body,
    headers: { 'idempotency-key': randomUUID() },
  })

describe('a name or description is taken', () => {
  test.each([
    ['right-to-left letters', 'مفتاح الدفع'],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['a mark of direction', 'a\u200fب'],
    ['emoji', '🔑👩‍👩‍👧‍👦'],
    ['255 code points outside the basic plane', '𝔎'.repeat(255)],
    ['a formula', '=cmd|/c calc'],
    ['SQL', "'); drop table key; --"],
  ])('%s', async (_label, name) => {
    const answer = await post({ name, description: name })
    expect(createdOf(answer).key).toMatchObject({ name, description: name })
  })

  test('trimmed, and then measured', async () => {
    const answer = await post({ name: ` \t${'n'.repeat(255)}\n ` })
    expect(createdOf(answer).key.name).toBe('n'.repeat(255))
  })
})

describe('a body is refused', () => {
  const long = 'n'.repeat(256)
  test.each([
    ['empty name', { name: '' }, '/name', 'empty'],
    ['blank name', { name: ' \u00a0\t ' }, '/name', 'empty'],
    ['zero-width name', { name: '\u200b\u2060' }, '/name', 'empty'],
    ['name of an invisible letter', { name: '\u3164' }, '/name', 'empty'],
    ['name of a mark of direction', { name: '\u200f' }, '/name', 'empty'],
    ['long name', { name: long }, '/name', 'too-long'],
    ['control character', { name: 'a\u0000b' }, '/name', 'control-character'],
    ['line in a name', { name: 'a\nb' }, '/name', 'control-character'],
    ['line separator in a name', { name: 'a\u2028b' }, '/name', 'control-character'],
    ['C1 control character', { name: 'a\u0085b' }, '/name', 'control-character'],
    ['override', { name: 'a\u202eb' }, '/name', 'direction-override'],
    ['embedding', { name: 'a\u202ab' }, '/name', 'direction-override'],
    ['isolate', { name: 'a\u2066b' }, '/name', 'direction-override'],
    ['lone surrogate', { name: 'a\ud800b' }, '/name', 'not-unicode'],
    ['name of another type', { name: 7 }, '/name', 'invalid-type'],
    ['no name', {}, '/name', 'invalid-type'],
    ['long description', { name: 'n', description: 'd'.repeat(1001) }, '/description', 'too-long'],
    [
      'override in a description',
      { name: 'n', description: 'a\u2069' },
      '/description',
      'direction-override',
    ],
    [
      'NUL in a description',
      { name: 'n', description: 'a\0b' },
      '/description',
      'control-character',
    ],
    ['unknown member', { name: 'n', 'a/b~c': 1 }, '/a~1b~0c', 'unknown-member'],
    ['array', [], '', 'invalid-type'],
    ['null', null, '', 'invalid-type'],
  ])('%s', async (_label, body, pointer, code) => {
    const answer = await post(body)
    expect(problemOf(answer)).toEqual({ status: 422, name: 'fields-invalid' })
    expect(errorsOf(answer)).toEqual([{ pointer, code }])
  })

  test('with every field that must change', async () => {
    expect(errorsOf(await post({ name: '', description: 4 }))).toEqual([
      { pointer: '/name', code: 'empty' },
      { pointer: '/description', code: 'invalid-type' },
    ])
  })

  test('by an edit too', async () => {
    const { key } = await service.create('edited')
    const answer = await service.call('PATCH', `/v1/environments/preview/keys/${key.id}`, {
      body: { name: '', environment: 'production' },
      headers: { 'if-match': key.etag },
    })
    expect(answer.status).toBe(422)
    expect(errorsOf(answer)).toContainEqual({ pointer: '/environment', code: 'unknown-member' })
  })
})

test('names are the same to the service that are the same to the application', () => {
  for (const name of ['Straße', ' ＡＢＣ ', 'ﬁle', 'İstanbul', 'Å', 'ΣΑΣ', '\u00a0x\u3000', '①'])
    expect(foldName(name)).toBe(foldNameOfTheApplication(name))
})
