import { expect, test } from 'vitest'
import { brokenAt } from './broken.ts'
import { readDocument } from './document.ts'
import { lintFindings } from './lint.ts'

const document = await readDocument()

test('the linter finds nothing in the document, not even a warning', async () => {
  expect(await lintFindings(document)).toEqual([])
})

const health = '/paths/~1v1~1health/get'
const list = '/paths/~1v1~1environments~1{environment}~1keys/get'
const create = '/paths/~1v1~1environments~1{environment}~1keys/post'
const key = '/components/schemas/Key'

test.each([
  ['an operation without a name', `${health}/operationId`, undefined, 'operation-operationId'],
  [
    'a name that two operations have',
    `${health}/operationId`,
    'listKeys',
    'operation-operationId-unique',
  ],
  ['an operation without a summary', `${health}/summary`, undefined, 'operation-summary'],
  ['an operation without a tag', `${health}/tags`, undefined, 'claviger/tagged-once'],
  ['a tag that is not defined', `${health}/tags`, ['Other'], 'operation-tag-defined'],
  ['a tag without a description', '/tags/0/description', undefined, 'tag-description'],
  [
    'an operation that leaves its security open',
    `${health}/security`,
    undefined,
    'claviger/explicit-security',
  ],
  [
    'a security scheme that is not defined',
    `${list}/security`,
    [{ other: [] }],
    'security-defined',
  ],
  [
    'a parameter without a description',
    `${list}/parameters/0/description`,
    undefined,
    'parameter-description',
  ],
  ['a path without its parameter', `${list}/parameters`, [], 'path-parameters-defined'],
  [
    'an operation that succeeds with nothing',
    `${health}/responses/200`,
    undefined,
    'operation-2xx-response',
  ],
  [
    'an operation without the answer to a missing token',
    `${list}/responses/401`,
    undefined,
    'claviger/common-answers',
  ],
  [
    'a problem that is plain JSON',
    `${list}/responses/401`,
    {
      description: 'No',
      content: { 'application/json': { schema: { type: 'object' }, example: {} } },
    },
    'claviger/problem-answers',
  ],
  [
    'a problem without an example',
    '/components/responses/unauthorized/content/application~1problem+json/examples',
    undefined,
    'claviger/problem-answers',
  ],
  ['an answer without an example', `${key}/examples`, undefined, 'claviger/body-examples'],
  ['an example that its schema refuses', `${key}/examples/0/name`, 7, 'no-invalid-schema-examples'],
  [
    'a request without an example',
    `${create}/requestBody/content/application~1json`,
    { schema: { type: 'object' } },
    'claviger/body-examples',
  ],
  [
    'a request whose example its schema refuses',
    `${create}/requestBody/content/application~1json`,
    { schema: { type: 'object' }, example: 7 },
    'no-invalid-media-type-examples',
  ],
  ['nullable, which OpenAPI 3.1 does not have', `${key}/properties/name/nullable`, true, 'struct'],
  [
    'a reference to nothing',
    `${list}/responses/401/$ref`,
    '#/components/responses/none',
    'no-unresolved-refs',
  ],
  [
    'a component that nothing uses',
    '/components/schemas/Unused',
    { type: 'string' },
    'no-unused-components',
  ],
  [
    'a member that is required and not there',
    `${key}/required/0`,
    'none',
    'no-required-schema-properties-undefined',
  ],
])('the linter finds %s', async (_what, pointer, value, rule) => {
  const findings = await lintFindings(brokenAt(document, pointer, value))
  expect(findings.filter(finding => finding.startsWith(`${rule} `))).not.toEqual([])
})
