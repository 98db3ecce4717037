import { expect, it } from 'vitest'
import { createdOf, keyOf } from '../../../../src/main/connectors/claviger/wire.ts'
import { infoOf } from '../../../../src/shared/error.ts'

const key = { id: 'key_1', name: 'a', status: 'active', environment: 'preview' }
const codeOf = (body: unknown, id: string | null = null): string | undefined => {
  try {
    return keyOf(body, { environment: 'preview', id }).id
  } catch (cause) {
    return infoOf(cause)?.code
  }
}

it('lets no key in that the page could not be told of', () => {
  expect(codeOf(key)).toBe('key_1')
  expect(codeOf({ ...key, id: 'x'.repeat(513) })).toBe('bad-response')
  expect(codeOf({ ...key, id: '' })).toBe('bad-response')
})

it('lets no key of the other environment in', () => {
  expect(codeOf({ ...key, environment: 'production' })).toBe('bad-response')
})

it('takes another key than the one that was asked for no answer, nor its secret for that key’s', () => {
  expect(codeOf(key, 'key_1')).toBe('key_1')
  expect(codeOf(key, 'key_2')).toBe('bad-response')
  const created = (id: string | null) =>
    createdOf({ key, secret: 'x' }, { environment: 'preview', id })
  expect(created(null).secret).toBe('x')
  expect(() => created('key_2')).toThrow('bad-response')
})
