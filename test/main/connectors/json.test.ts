import { describe, expect, it } from 'vitest'
import { jsonOf, jsonOrNull } from '../../../src/main/connectors/json.ts'
import { isBounded } from '../../../src/main/connectors/json-bounds.ts'
import { infoOf } from '../../../src/shared/error.ts'

const answer = (body: string, type = 'application/json') => ({
  ...{ status: 200, headers: { 'content-type': type }, body },
})

describe('jsonOf', () => {
  it.each([
    ['{"a":[1,"ключ"]}', { a: [1, 'ключ'] }],
    ['', null],
  ])('reads %s', async (body, value) => {
    expect(await jsonOf(answer(body))).toEqual(value)
  })

  it.each([
    ['half an object', answer('{"a"'), 'not-json'],
    ['a byte order mark', answer('\uFEFF{}'), 'not-json'],
    ['UTF-16 without one', answer('{\u0000}\u0000'), 'not-json'],
    ['no UTF-8', { ...answer(''), unreadable: true }, 'not-json'],
    ['a web page', answer('<html>', 'text/html; charset=utf-8'), 'web-page'],
    ['JSON under another name', answer('{}', 'text/plain'), 'not-json'],
    ['a depth of 33', answer(`${'['.repeat(33)}${']'.repeat(33)}`), 'too-large'],
    ['a list of 50,001', answer(`[0${',0'.repeat(50_000)}]`), 'too-large'],
  ])('refuses %s', async (_name, response, reason) => {
    expect(await jsonOf(response).catch(infoOf)).toEqual({ code: 'bad-response', reason })
  })
})

it('does not read a refusal that is long', () => {
  expect(jsonOrNull(answer(`{"title":"${'x'.repeat(1000)}"}`))).toMatchObject({})
  expect(jsonOrNull(answer(`{"title":"${'x'.repeat(65_536)}"}`))).toBeNull()
})

describe('isBounded', () => {
  const names = (count: number) =>
    `{${Array.from({ length: count }, (_, index) => `"k${index}":0`).join()}}`

  it.each([
    ['a depth of 32', `${'['.repeat(32)}${']'.repeat(32)}`],
    ['many lists beside one another', `[${'[],'.repeat(1000)}[]]`],
    ['brackets, commas and colons in a string', `["${'[,:{'.repeat(60_000)}"]`],
    ['a quote in a string', `["\\"${'['.repeat(40)}", "\\\\"]`],
    ['a list of 50,000', `[0${',0'.repeat(49_999)}]`],
    ['10,000 names', names(10_000)],
    ['the same names again and again', `[${Array(20_000).fill('{"a":1,"b":2}').join()}]`],
  ])('lets %s through', async (_name, text) => {
    JSON.parse(text)
    expect(await isBounded(text)).toBe(true)
  })

  it.each([
    ['a depth of 33', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
    ['a depth of 1,000,000', '['.repeat(1_000_000)],
    ['a depth after a string that looks like its end', `["]]]]",${'['.repeat(32)}`],
    ['50,001 members', `{"a":0${',"a":0'.repeat(50_000)}}`],
    ['10,001 names', names(10_001)],
    ['a depth beyond the first slice', `["${'x'.repeat(300_000)}",${'['.repeat(32)}`],
    ['a string across two slices', `["${'\\"'.repeat(131_072)}",${'['.repeat(32)}`],
  ])('stops %s', async (_name, text) => {
    expect(await isBounded(text)).toBe(false)
  })
})
