import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openapiFile, renderOpenapi } from '../../src/service/openapi.ts'
import { problems } from '../../src/service/problems.ts'
import { version } from '../../src/service/version.ts'
import { startTestService } from './harness.ts'

const Operation = z.looseObject({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.looseObject({})),
})
const Document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.looseObject({ examples: z.array(z.unknown()).optional() })),
    responses: z.record(
      z.string(),
      z.looseObject({
        content: z.strictObject({
          'application/problem+json': z.looseObject({
            examples: z.record(z.string(), z.looseObject({})),
          }),
        }),
      }),
    ),
  }),
})

let document: z.infer<typeof Document>
beforeAll(async () => {
  const service = await startTestService()
  const answer = await service.call('GET', '/v1/openapi.json', { token: null })
  await service.remove()
  document = Document.parse(answer.json)
})

test('the document in resources/openapi is what the routes say; else run npm run openapi', async () => {
  expect(await readFile(openapiFile, 'utf8')).toBe(await renderOpenapi())
})

test('the version is that of the application', async () => {
  const manifest = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')
  expect(version).toBe(z.object({ version: z.string() }).parse(JSON.parse(manifest)).version)
})

describe('the document', () => {
  const operations = () => Object.values(document.paths).flatMap(path => Object.values(path))
  const idsOf = () => operations().map(({ operationId }) => operationId)

  test('has every operation, each with a name of its own', () => {
    expect(idsOf().toSorted()).toEqual(
      [
        ...['createKey', 'createSystem', 'deleteKey', 'editKey', 'generateKey', 'getHealth'],
        ...['getKey', 'getOpenapi', 'getProfile', 'listAudit', 'listChanges', 'listKeys'],
        ...[
          'resumeKey',
          'revokeKey',
          'rotateKey',
          'splitKeys',
          'suspendKey',
          'verifyKey',
          'verifyKeyById',
        ],
      ].toSorted(),
    )
  })

  test('demands the admin token everywhere but where none is needed', () => {
    const open = operations().filter(({ security }) => security.length === 0)
    expect(open.map(({ operationId }) => operationId).toSorted()).toEqual([
      'getHealth',
      'getOpenapi',
      'verifyKey',
    ])
  })

  test('has every problem, with an example', () => {
    const shown = Object.values(document.components.responses).flatMap(response =>
      Object.keys(response.content['application/problem+json'].examples),
    )
    // These belong to no operation: they answer what is no request for one.
    const unread = ['method-not-allowed', 'request-timeout', 'headers-too-large']
    const expected = Object.keys(problems).filter(name => !unread.includes(name))
    expect([...new Set(shown)].toSorted()).toEqual(expected.toSorted())
  })

  test('refers only to what it has, and has only what is referred to', () => {
    const text = JSON.stringify(document)
    const refs = new Set(
      [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    )
    expect([...refs].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted())
  })

  test('has an example of every answer', () => {
    const without = Object.entries(document.components.schemas)
      .filter(([name, { examples }]) => name !== 'Problem' && !examples?.length)
      .map(([name]) => name)
    expect(without).toEqual([])
  })
})
