import { createConfig, lintFromString, type Oas3Rule, type Plugin } from '@redocly/openapi-core'

const problemType = 'application/problem+json'
const isProblem = (status: string) => /^[45]/.test(status)

/** Every answer that is no success is a problem (RFC 9457), with an example of each that can occur. */
const problemAnswers: Oas3Rule = () => ({
  Responses: (responses, { report, resolve, location }) => {
    for (const [status, response] of Object.entries(responses)) {
      const content = resolve(response).node?.content ?? {}
      const given = content[problemType]
      if (!isProblem(status)) continue
      if (!given || Object.keys(content).length > 1)
        report({ message: `Answer ${problemType} alone.`, location: location.child(status) })
      else if (Object.keys(given.examples ?? {}).length === 0)
        report({ message: 'Give an example of every problem.', location: location.child(status) })
    }
  },
})

/** What everybody or every caller can be answered is documented everywhere. */
const commonAnswers: Oas3Rule = () => ({
  Operation: ({ security = [], responses }, { report, location }) => {
    const expected = security.length > 0 ? ['401', '429', '500'] : ['500']
    for (const status of expected.filter(one => !(one in responses)))
      report({ message: `Document the answer ${status}.`, location: location.child('responses') })
  },
})

const explicitSecurity: Oas3Rule = () => ({
  Operation: ({ security }, { report, location }) => {
    if (security === undefined)
      report({ message: 'Say which token is needed, or none.', location: location.key() })
  },
})

const taggedOnce: Oas3Rule = () => ({
  Operation: ({ tags = [] }, { report, location }) => {
    if (tags.length !== 1) report({ message: 'Give exactly one tag.', location: location.key() })
  },
})

/** Every body that is sent or answered has an example, of its own or of its schema. */
const bodyExamples: Oas3Rule = () => ({
  MediaType: ({ example, examples = {}, schema }, { report, resolve, location }) => {
    const own = example !== undefined || Object.keys(examples).length > 0
    const shape = schema === undefined ? {} : (resolve(schema).node ?? {})
    const shared = 'examples' in shape && Array.isArray(shape.examples) ? shape.examples : []
    if (!own && shared.length === 0)
      report({ message: 'Give an example.', location: location.key() })
  },
})

const project: Plugin = {
  id: 'claviger',
  rules: {
    oas3: {
      'problem-answers': problemAnswers,
      'common-answers': commonAnswers,
      'explicit-security': explicitSecurity,
      'tagged-once': taggedOnce,
      'body-examples': bodyExamples,
    },
  },
}

const config = await createConfig({
  extends: ['recommended-strict'],
  plugins: [project],
  rules: {
    ...Object.fromEntries(
      Object.keys(project.rules?.oas3 ?? {}).map(name => [`claviger/${name}`, 'error']),
    ),
    // Health and the document itself are answered to anybody; `common-answers` has the others.
    'operation-4xx-response': 'off',
    'operation-4xx-problem-details-rfc7807': 'error',
    'operation-tag-defined': 'error',
    'no-http-verbs-in-paths': 'error',
    'parameter-description': 'error',
    'path-params-defined': 'error',
    'paths-kebab-case': 'error',
    'spec-example-values': 'error',
    'array-parameter-serialization': 'error',
    'component-name-unique': 'error',
    'nullable-type-sibling': 'error',
  },
})

/** What the rules of OpenAPI, of its linter and of the project have against a document: rule, place and sentence. */
export const lintFindings = async (document: unknown): Promise<readonly string[]> => {
  const found = await lintFromString({ source: JSON.stringify(document), config })
  return found.map(({ ruleId, message, location }) =>
    [ruleId, location[0]?.pointer ?? '', message].join(' '),
  )
}
