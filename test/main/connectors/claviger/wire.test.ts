import { expect, it } from 'vitest'
import { keyOf } from '../../../../src/main/connectors/claviger/wire.ts'
import { infoOf } from '../../../../src/shared/error.ts'

const key = { id: 'key_1', name: 'a', status: 'active', environment: 'preview' }
const codeOf = (body: unknown): string | undefined => {
  try {
    return keyOf(body, 'preview').id
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
