import { expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { toldError } from '../../../src/main/base/told-error.ts'
import type { ErrorInfo } from '../../../src/shared/error.ts'

const held = secret('canary of the administrator')
const said = `says ${held.expose()}`
const environment = 'preview'

const errors: readonly ErrorInfo[] = [
  {
    ...{ code: 'setting-refused', environment, setting: 'project', cause: 'not-found' },
    choices: ['Shop', said],
  },
  { code: 'unsupported-version', service: said, version: said, needs: '6.6 or later' },
  { code: 'misplaced', asked: said, got: said, undone: false, key: said },
  { code: 'forbidden', permission: said, environment: null },
  { code: 'refused', status: 422, detail: said },
  { code: 'plan-required', effect: said },
  {
    code: 'redirected',
    location: `https://keys.example.com/?q=${encodeURIComponent(held.expose())}`,
  },
]

it.each(errors)('repeats no secret that is held: $code', error => {
  const text = JSON.stringify(toldError(error))
  expect(decodeURIComponent(text)).not.toContain(held.expose())
  expect(text).toContain('[secret]')
})

it('leaves the rest as it was, an id that has the form of a key too', () => {
  const error: ErrorInfo = {
    ...{ code: 'misplaced', asked: 'preview', got: null, undone: false },
    key: 'key_2cGKbMxRyIzhCxo1Idjz8q7Nf3aB',
  }
  expect(toldError(error)).toEqual(error)
  expect(toldError({ code: 'refused', status: 422, detail: null })).toEqual({
    ...{ code: 'refused', status: 422, detail: null },
  })
})
