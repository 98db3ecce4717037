import { expect, it } from 'vitest'
import { info as openai } from '../../../../src/main/connectors/openai/info.ts'
import { info as unkey } from '../../../../src/main/connectors/unkey/info.ts'
import { credentialProblem } from '../../../../src/main/services/connections/draft.ts'

it('knows by its beginning what no root key of Unkey is, before it is sent', () => {
  expect(credentialProblem('unkey_3ZHfPgVgzk', unkey)).toBeNull()
  // Unkey would say of an ordinary key no more than that it is invalid.
  expect(credentialProblem('3ZHfPgVgzkGWVTrAEbcG', unkey)).toBe('wrong-kind')
  expect(credentialProblem('api_1234', unkey)).toBe('wrong-kind')
})

it('leaves a beginning that says nothing to the service', () => {
  expect(credentialProblem('anything', openai)).toBeNull()
})

it('takes nothing that cannot travel in a header', () => {
  expect(credentialProblem('unkey_ü', unkey)).toBe('credential-characters')
  expect(credentialProblem(null, unkey)).toBeNull()
})
