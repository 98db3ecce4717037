import { randomUUID } from 'node:crypto'
import { secret } from '../../../../src/main/base/secret.ts'
import type { Http, Operations } from '../../../../src/main/connectors/connector.ts'
import type { KeyEdit } from '../../../../src/shared/domain/key.ts'
import { infoOf } from '../../../../src/shared/error.ts'

export type Name = keyof Operations
export type Call = { readonly name: Name; readonly run: (http: Http) => Promise<unknown> }

const key = { id: 'key_1', version: '"1"' }
export const draft = (name: string) => ({ name, description: null, expiresAt: null })

const edits = (): readonly KeyEdit[] => [
  { name: 'a' },
  { expiresAt: Date.now() + 86_400_000 },
  { description: 'a' },
]

/** The first edit that the service has. */
const editOf = async (operations: Operations, http: Http): Promise<unknown> => {
  for (const edit of edits()) {
    const answer = await operations.edit?.(http, key, edit).catch(cause => cause)
    if (infoOf(answer)?.code !== 'unsupported')
      return answer instanceof Error ? raise(answer) : answer
  }
  throw new Error('There is nothing that it edits')
}

const raise = (error: Error): never => {
  throw error
}

/** Every operation that the connector has, with an input that is fine. A probe is asked at once. */
export const callsOf = (operations: Operations): readonly Call[] =>
  Object.entries({
    describe: http => operations.describe(http),
    list: http => operations.list(http, null),
    shards: http => operations.shards?.(http),
    changes: http => operations.changes?.(http, 'cursor'),
    get: http => operations.get(http, key.id),
    create: http => operations.create?.(http, draft('a'), randomUUID()),
    createSystem: http => operations.createSystem?.(http, draft('a'), randomUUID()),
    generate: http => operations.generate?.(http, key, randomUUID()),
    rotate: http => operations.rotate?.(http, key, 0, randomUUID()),
    edit: http => editOf(operations, http),
    suspend: http => operations.suspend?.(http, key),
    resume: http => operations.resume?.(http, key),
    revoke: http => operations.revoke?.(http, key),
    delete: http => operations.delete?.(http, key),
    check: http => operations.check?.(http, secret('key-canary')),
    probe: async http => (await operations.probe?.(http, key.id))?.(),
    reveal: http => operations.reveal?.(http, key.id),
    audit: http => operations.audit?.(http, null),
  } satisfies Record<Name, (http: Http) => unknown>)
    // The keys are those of the object above.
    .map(([name, run]) => ({ name: name as Name, run: async (http: Http) => run(http) }))
    .filter(({ name }) => operations[name] !== undefined)
