import { randomUUID } from 'node:crypto'
import type { Effect } from '../../src/service/profiles/profile.ts'
import type { Answer, Call, TestService } from './harness.ts'

type Asked = {
  readonly effect: Effect
  readonly method: string
  readonly path: string
  readonly body?: Readonly<Record<string, unknown>>
}

const preview = '/v1/environments/preview'
const nobody = `${preview}/keys/key_none`

const edit = (effect: Effect, body: Readonly<Record<string, unknown>>): Asked => ({
  ...{ effect, method: 'PATCH', path: nobody, body },
})
const act = (effect: Effect, body?: Readonly<Record<string, unknown>>): Asked => ({
  ...{ effect, method: 'POST', path: `${nobody}/${effect}` },
  ...(body && { body }),
})

/** Every way to ask for an effect that takes a permission; the key that is named does not exist. */
export const everyEffect: readonly Asked[] = [
  { effect: 'list', method: 'GET', path: `${preview}/keys` },
  { effect: 'list', method: 'GET', path: `${preview}/keys/shards` },
  { effect: 'list', method: 'GET', path: `${preview}/changes?after=x` },
  { effect: 'list', method: 'GET', path: nobody },
  { effect: 'audit', method: 'GET', path: '/v1/audit' },
  { effect: 'create', method: 'POST', path: `${preview}/keys`, body: { name: 'made' } },
  { effect: 'create-system', method: 'POST', path: `${preview}/systems`, body: { name: 'made' } },
  act('generate'),
  edit('rename', { name: 'other' }),
  edit('describe', { description: 'other' }),
  edit('expire', { expiresAt: null }),
  edit('suspend', { status: 'suspended' }),
  edit('resume', { status: 'active' }),
  act('suspend'),
  act('resume'),
  act('revoke'),
  act('rotate', { overlapSeconds: 0 }),
  { effect: 'delete', method: 'DELETE', path: nobody },
]

export const askFor = (
  service: TestService,
  { method, path, body }: Asked,
  { headers = {}, ...call }: Call = {},
): Promise<Answer> =>
  service.call(method, path, {
    ...(body && { body }),
    ...call,
    headers: { 'idempotency-key': randomUUID(), 'if-match': '"none"', ...headers },
  })
