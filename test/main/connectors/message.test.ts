import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { lineOf, messageIn } from '../../../src/main/connectors/message.ts'

describe('messageIn', () => {
  const said: readonly (readonly [unknown, string | null])[] = [
    [{ type: 'urn:x', title: 'Title.', detail: 'Detail.' }, 'Detail.'],
    [{ title: 'Title.', status: 400 }, 'Title.'],
    [{ message: 'better-auth and Unleash.', code: 'X' }, 'better-auth and Unleash.'],
    [{ error: { message: 'OpenAI, Anthropic.', type: 'x' } }, 'OpenAI, Anthropic.'],
    [{ error: { title: 'Bad Request', detail: 'Unkey.' } }, 'Unkey.'],
    [{ error: 'plain' }, 'plain'],
    [{ success: false, errors: [{ code: 1000, message: 'Cloudflare.' }] }, 'Cloudflare.'],
    [{ detail: 7, message: 'The next that is understood.' }, 'The next that is understood.'],
    [{ errors: [null, 3, { message: 'Third.' }] }, 'Third.'],
    ...[null, [], 'text', 7, {}, { detail: [] }].map(body => [body, null] as const),
  ]
  it.each(said)('finds the sentence of %j', (body, sentence) => {
    expect(messageIn(body)).toBe(sentence)
  })
})

describe('lineOf', () => {
  const credential = secret('clva_canary')

  it('makes one short line of hostile text', () => {
    const line = lineOf(`\u001b[31mred\nline\u202e${'x'.repeat(5000)}`, credential)
    expect(line?.length).toBeLessThanOrEqual(300)
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(lineOf('key:\u202edelete\n', credential)).toBe('key: delete')
    expect(lineOf(' \n', credential)).toBeNull()
  })

  it('repeats no credential, not even the beginning of one where it cuts', () => {
    expect(lineOf('is clva_canary right?', credential)).toBeNull()
    expect(lineOf(`${'x'.repeat(295)}clva_canary`, credential)).toBeNull()
  })
})
