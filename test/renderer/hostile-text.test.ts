import { describe, expect, it } from 'vitest'
import { initialUi } from '../../src/renderer/src/state/ui.ts'
import { errorText } from '../../src/renderer/src/ui/error-text.ts'
import { isCut, isTyped, nameToType } from '../../src/renderer/src/ui/name-to-type.ts'
import { shortText, shownText, visibleText } from '../../src/renderer/src/ui/visible-text.ts'
import { windowTitle } from '../../src/renderer/src/window-title.ts'
import type { ErrorInfo } from '../../src/shared/error.ts'
import { connectionOf } from './fake-world.ts'

const unseen: readonly (readonly [string, string, string])[] = [
  ['a right-to-left override', 'evil\u202etxt.exe', 'evil\\u202etxt.exe'],
  ['isolates without an end', '\u2066a\u2067b\u2068', '\\u2066a\\u2067b\\u2068'],
  ['marks of direction', 'a\u200e\u200f\u061cb', 'a\\u200e\\u200f\\u061cb'],
  ['a zero-width space', 'pr\u200bod', 'pr\\u200bod'],
  ['a word joiner and a BOM', '\ufeffpr\u2060od', '\\ufeffpr\\u2060od'],
  ['a soft hyphen', 'pr\u00adod', 'pr\\u00adod'],
  ['joiners that join nothing', 'pr\u200dod\u200c', 'pr\\u200dod\\u200c'],
  ['tag characters', 'prod\u{e0041}\u{e007f}', 'prod\\u{e0041}\\u{e007f}'],
  ['tags behind a flag', '\u{1f3f4}\u{e0070}\u{e007f}', '\u{1f3f4}\\u{e0070}\\u{e007f}'],
  ['variation selectors', 'prod\ufe0f\u{e0100}', 'prod\\ufe0f\\u{e0100}'],
  ['letters that are drawn as nothing', 'prod\u3164\u115f\u2800', 'prod\\u3164\\u115f\\u2800'],
  ['ANSI colours', '\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
  ['a link of a terminal', '\u001b]8;;x\u0007', '\\u001b]8;;x\\u0007'],
  ['CR, LF, NUL and U+2028', 'a\r\n\0\u2028b', 'a\\u000d\\u000a\\u0000\\u2028b'],
  ['half a surrogate pair', 'a\ud800b\udc00', 'a\\ud800b\\udc00'],
  ['marks upon marks', `a${'\u0301'.repeat(7)}`, `a${'\u0301'.repeat(6)}\\u0301`],
]

const seen: readonly (readonly [string, string])[] = [
  ['right-to-left letters', 'مفتاح של'],
  ['joiners of Persian and Hindi', 'می\u200cخواهم क्\u200dष'],
  ['families, flags and keycaps', '👨‍👩‍👧 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ ✔️ 👍🏽'],
  ['markup, templates and schemes', '<svg onload=alert(1)> {{7*7}} `x` javascript:alert(1)'],
  ['names of JavaScript and Windows', '__proto__ constructor toString CON ../../x'],
  ['both forms of an accent', 'e\u0301 é'],
]

describe('a text from outside', () => {
  it.each(unseen)('shows %s as an escape', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown)
    expect(shortText(text, 300)).toBe(shown)
  })

  it.each(seen)('leaves %s as they are', (_what, text) => {
    expect(visibleText(text)).toBe(text)
  })

  it('is never blank', () => {
    expect(shownText('', 300)).toBe('–')
    expect(shownText('   ', 300)).toBe('\\u0020\\u0020\\u0020')
    expect(shownText('\u00a0', 300)).toBe('\\u0020')
    expect(shownText('\u200b', 300)).toBe('\\u200b')
  })

  it.each(['a', '\u202e', '\u0301', '\u200d', '👨‍', '🏴󠁧󠁢󠁥'])(
    'of 100,000 characters is cut: %j',
    part => {
      const long = part.repeat(100_000)
      expect(shortText(long, 300).length).toBeLessThanOrEqual(301)
      expect(shortText(long, 300)).toMatch(/…$/)
      expect(nameToType(long).length).toBeLessThan(600)
      expect(isCut(long)).toBe(true)
    },
  )

  it('stands in the title of the window cut and with its escapes', () => {
    const connection = { ...connectionOf(1), name: `\u202e${'x'.repeat(100_000)}` }
    const title = windowTitle({
      ...{ connections: [connection], connection: connection.id },
      ...{ environment: 'production', profiles: initialUi.profiles },
    })
    expect(title).toMatch(/^Production – \\u202ex+… – Claviger$/)
    expect(title.length).toBeLessThan(130)
  })
})

describe('an error whose words come from a service', () => {
  const evil = `\u202e\u001b[31m\u200b${'x'.repeat(100_000)}`
  const errors: readonly ErrorInfo[] = [
    { code: 'refused', status: 422, detail: evil },
    { code: 'forbidden', permission: evil, environment: 'preview' },
    { code: 'plan-required', effect: evil },
    { code: 'unsupported', effect: evil },
    { code: 'unsupported-version', service: evil, version: evil, needs: evil },
    { code: 'misplaced', asked: evil, got: evil, undone: false, key: evil },
    { code: 'misplaced', asked: evil, got: null, undone: true, key: null },
    {
      ...{ code: 'setting-refused', environment: 'preview', setting: evil, cause: 'not-found' },
      choices: Array(1000).fill(evil),
    },
    { code: 'redirected', location: evil },
    { code: 'unreachable', cause: 'dns', host: evil },
    { code: 'tls', cause: 'wrong-host', host: evil },
    { code: 'proxy', cause: 'login', proxy: evil, host: evil },
    { code: 'internal', incident: evil },
  ]
  it.each(errors)('is short and hides nothing: $code', error => {
    const { title, text } = errorText(error)
    expect(visibleText(`${title}${text}`)).toBe(`${title}${text}`)
    expect(title.length + text.length).toBeLessThan(1500)
  })
})

describe('a name that is to be typed', () => {
  const asked: readonly (readonly [string, string, string])[] = [
    ['plain', 'Billing (EU) – v2', 'Billing (EU) – v2'],
    ['with something unseen', 'pr\u200bod', 'pr\\u200bod'],
    ['reversed', 'evil\u202edorp', 'evil\\u202edorp'],
    ['with a Cyrillic letter among Latin ones', 'p\u0430ypal', 'p\\u0430ypal'],
    ['all of Cyrillic that looks Latin', '\u0430\u0440\u0435', '\\u0430\\u0440\\u0435'],
    ['Russian', 'Ключ API для отчётов', 'Ключ API для отчётов'],
    ['Greek', 'κλειδί', 'κλειδί'],
    ['in full width', '\uff50rod', '\\uff50rod'],
    ['in mathematical letters', '\u{1d429}rod', '\\u{1d429}rod'],
    ['with a space of another kind', 'a\u00a0b', 'a\\u00a0b'],
    ['with spaces that are not seen', ' a  b ', '\\u0020a\\u0020 b\\u0020'],
    ['decomposed', 'e\u0301te\u0301', 'été'],
    ['which reads as an escape itself', 'evil\\u202e', 'evil\\u005cu202e'],
    ['of spaces alone', '  ', '\\u0020\\u0020'],
    ['of nothing', '', 'no name'],
    ['of 70 characters', 'x'.repeat(70), 'x'.repeat(60)],
    ['__proto__', '__proto__', '__proto__'],
  ]

  it.each(asked)('%s', (_what, name, typed) => {
    expect(nameToType(name)).toBe(typed)
    expect(isTyped(name, typed)).toBe(true)
    expect(isTyped(name, `${typed}x`)).toBe(false)
    expect(isTyped(name, '')).toBe(false)
  })

  it('is not confirmed by one that looks the same', () => {
    const pairs = [
      ['pr\u200bod', 'prod'],
      ['p\u0430ypal', 'paypal'],
      ['\u0430\u0440\u0435', 'ape'],
      ['\uff50rod', 'prod'],
      ['a\u00a0b', 'a b'],
      ['prod ', 'prod'],
      ['evil\u202e', 'evil'],
      ['prod\u{e0041}', 'prod'],
    ] as const
    for (const [name, looks] of pairs) expect(isTyped(name, looks), name).toBe(false)
  })

  it('is confirmed by itself in either form, for who has such keys', () => {
    expect(isTyped('p\u0430ypal', 'p\u0430ypal')).toBe(true)
    expect(isTyped('e\u0301', '\u00e9')).toBe(true)
    expect(isTyped('\u00e9', 'e\u0301')).toBe(true)
  })
})
