import type { FormEvent } from 'react'
import { describe, expect, test } from 'vitest'
import {
  adviceFor,
  changeTitle,
  consequence,
  mustType,
} from '../../src/renderer/src/features/keys/change/change-words.ts'
import { lostWords } from '../../src/renderer/src/features/keys/change/issue-words.ts'
import { verdictText } from '../../src/renderer/src/features/keys/check/verdict-text.ts'
import { differencesOf, edited } from '../../src/renderer/src/features/keys/conflict/differences.ts'
import {
  changesOf,
  editFields,
  isChanged,
  wordsOf,
} from '../../src/renderer/src/features/keys/detail/edit-form.ts'
import {
  detailFacts,
  identityFacts,
} from '../../src/renderer/src/features/keys/detail/key-facts.tsx'
import { unticked } from '../../src/renderer/src/features/keys/form/checks.tsx'
import { unlessRefused } from '../../src/renderer/src/features/keys/form/form-actions.tsx'
import {
  nameWords,
  sameNameText,
  warningText,
} from '../../src/renderer/src/features/keys/form/form-words.ts'
import {
  beforeText,
  lossText,
  revealWords,
  showsMark,
  unfinishedWhat,
} from '../../src/renderer/src/features/reveal/reveal-words.ts'
import { intentKinds } from '../../src/shared/domain/intent.ts'
import { nameWarningKinds } from '../../src/shared/domain/name-warnings.ts'
import type { EffectWords } from '../../src/shared/domain/profile.ts'
import { verdicts } from '../../src/shared/domain/verdict.ts'
import {
  keyOf,
  kindOf,
  profileOf,
  profileWith,
  ruleOf,
  wordsOf as wordsOfEffect,
} from './fake-world.ts'

const now = Date.UTC(2026, 10, 21, 10, 0)
const words = (change: Partial<EffectWords>): EffectWords => wordsOfEffect('Do', 'Done', change)
const key = { kind: 'key' } as const
const system = { kind: 'system' } as const

describe('before a key is changed', () => {
  test('what cannot be undone in Production asks for the name, and nothing else does', () => {
    const asks = (environment: 'preview' | 'production') =>
      (['suspend', 'resume', 'revoke', 'delete'] as const).filter(effect =>
        mustType(effect, { environment }),
      )
    expect(asks('production')).toEqual(['revoke', 'delete'])
    expect(asks('preview')).toEqual([])
  })
  test('an active key is better suspended first, in the service’s words and where it can', () => {
    const profile = profileWith(['suspend', 'delete'], {
      words: { suspend: words({ label: 'Disable' }) },
    })
    expect(adviceFor('delete', { state: 'active' }, profile)).toContain('Disable it first')
    expect(adviceFor('revoke', { state: 'active' }, profile)).toContain('Disable it first')
    expect(adviceFor('delete', { state: 'suspended' }, profile)).toBeNull()
    expect(adviceFor('suspend', { state: 'active' }, profile)).toBeNull()
    expect(adviceFor('delete', { state: 'active' }, profileWith(['delete']))).toBeNull()
  })
  test('what will happen follows what the service says of itself', () => {
    const say = (...[effect, profile]: [Parameters<typeof consequence>[0], typeof first]) =>
      consequence(effect, key, profile)
    const first = profileOf()
    expect(say('delete', first)).toContain('cannot be undone')
    expect(say('revoke', first)).toContain('cannot be undone')
    expect(consequence('revoke', system, first)).toContain('another key can be generated')
    expect(say('delete', profileOf({ restorable: true }))).not.toContain('cannot be undone')
    expect(say('suspend', profileOf({ propagationSeconds: 30 }))).toContain('within 30 s')
    expect(say('suspend', profileOf({ propagationSeconds: null }))).toContain('soon')
    expect(say('resume', profileOf({ propagationSeconds: 0 }))).toContain('at once')
    const own = profileOf({ words: { delete: words({ text: 'It goes.' }) } })
    expect(say('delete', own)).toBe('It goes.')
  })
  test('the title names what is changed, in the service’s words where it has them', () => {
    expect(changeTitle('delete', key, null)).toBe('Delete API key')
    expect(changeTitle('delete', system, null)).toBe('Delete system')
    expect(changeTitle('revoke', system, null)).toBe('Revoke API key')
    const own = profileOf({ words: { delete: words({ title: 'Delete System' }) } })
    expect(changeTitle('delete', system, own)).toBe('Delete System')
  })
  test('every check must be ticked', () => {
    expect(unticked(['a', 'b'], ['b'])).toContain('Tick')
    expect(unticked(['a', 'b'], ['b', 'a'])).toBeNull()
    expect(unticked([], [])).toBeNull()
  })
})

describe('what is said of a key', () => {
  const row = { ...keyOf(0, 'preview', now), connection: 'a', environment: 'preview' } as const
  const labels = (...[change, effects]: [Partial<typeof row>, Parameters<typeof profileWith>[0]]) =>
    detailFacts({ ...row, ...change }, profileWith(effects)).map(({ label }) => label)
  test('is what its service knows of keys', () => {
    const bare = { description: null, createdBy: null, lastUsedAt: null, usageCount: null }
    const all = ['Key', 'Status', 'Created by', 'Last used', 'Description', 'Created', 'Changed']
    expect(labels(bare, [])).toEqual(['Key', 'Status', 'Created', 'Changed', 'ID'])
    expect(labels({}, ['describe', 'expire'])).toEqual([...all, 'Expires', 'Uses', 'ID'])
    // Who counts uses knows that there was none.
    expect(labels({ ...bare, usageCount: 0 }, [])).toContain('Last used')
  })
  test('stays what it is when the plan no longer includes a change of it', () => {
    const effects = [ruleOf('expire', { missingInPlan: true })]
    const facts = detailFacts(row, profileOf({ effects }))
    expect(facts.map(({ label }) => label)).toContain('Expires')
  })
  test('names it before something is done to it, in the words of the list', () => {
    const columns = kindOf({ columns: [{ id: 'mask', label: 'Prefix' }] })
    const profile = profileOf({ kinds: { key: columns } })
    expect(identityFacts(row, profile).map(({ label }) => label)).toEqual([
      ...['Name', 'Prefix', 'Status', 'Created by', 'Last used'],
    ])
  })
})

describe('what somebody else changed meanwhile', () => {
  const row = keyOf(0, 'preview', now)
  test('is told member by member, in the service’s words', () => {
    const profile = profileOf({ states: { suspended: 'Disabled' } })
    const later = { ...row, name: 'checkout-eu', state: 'suspended', expiresAt: now } as const
    expect(differencesOf(row, later, profile)).toEqual([
      { label: 'Name', before: row.name, now: 'checkout-eu' },
      { label: 'Status', before: 'Active', now: 'Disabled' },
      { label: 'Expires', before: 'Never', now: expect.stringContaining('21 November 2026') },
    ])
  })
  test('is told of an edit before it is sent, of what it changes alone', () => {
    expect(differencesOf(row, edited(row, { description: 'a\nb' }), null)).toEqual([
      { label: 'Description', before: row.description ?? 'None', now: 'a\nb' },
    ])
    expect(differencesOf(row, edited(row, {}), null)).toEqual([])
  })
  test('a use or a newer version alone is no difference', () => {
    expect(
      differencesOf(row, { ...row, lastUsedAt: now, version: '"9"' } as typeof row, null),
    ).toEqual([])
  })
  test('an edit sends what was changed here and nothing else', () => {
    const typed = wordsOf(row)
    expect(isChanged(changesOf(row, { ...typed, name: ` ${row.name} ` }))).toBe(false)
    expect(changesOf(row, { ...typed, name: ' other ' })).toEqual({ name: 'other' })
    expect(changesOf(row, { ...typed, description: '  ' })).toEqual({ description: null })
    expect(changesOf(row, { ...typed, state: 'suspended' })).toEqual({ state: 'suspended' })
    expect(changesOf({ ...row, state: 'revoked' }, { ...typed, state: 'revoked' })).toEqual({})
  })
  test('the status is a field where the service has it so, and the key still has one to choose', () => {
    const { presentation } = profileOf()
    const profile = profileOf({ presentation: { ...presentation, statusField: true } })
    const fields = (state: 'active' | 'suspended' | 'revoked') =>
      editFields({ ...key, state }, profile).status
    expect(['active', 'suspended', 'revoked'].map(state => fields(state as 'active'))).toEqual([
      ...[true, true, false],
    ])
    expect(editFields({ ...key, state: 'active' }, profileOf()).status).toBe(false)
  })
})

test('Enter in a form sends nothing that its button cannot', () => {
  const stopped: string[] = []
  const sent: unknown[] = []
  const event = { preventDefault: () => stopped.push('stopped') } as unknown as FormEvent // all of it that is used
  unlessRefused('Your plan does not include this.', one => sent.push(one))(event)
  expect({ stopped, sent }).toEqual({ stopped: ['stopped'], sent: [] })
  unlessRefused(null, one => sent.push(one))(event)
  expect(sent).toEqual([event])
})

describe('the field for a name', () => {
  test('has the service’s words, and says no example twice', () => {
    const profile = profileOf({
      kinds: {
        key: kindOf({
          ...{ name: 'Key Name', nameHint: 'Such as Analytics App.', namePlaceholder: 'My Key' },
        }),
      },
      naming: { examples: ['Analytics App', 'My Key', 'checkout'], avoid: ['app1'] },
    })
    expect(nameWords('key', profile)).toEqual({
      label: 'Key Name',
      placeholder: 'My Key',
      hints: ['Such as Analytics App.', 'For example: My Key, checkout.', 'Avoid: app1.'],
    })
    expect(nameWords('system', null).hints).toHaveLength(1)
  })
  test('tells each thing that a name gives away in its own sentence', () => {
    expect(warningText([])).toBeNull()
    const sentences = nameWarningKinds.map(kind => warningText([kind]))
    expect(new Set(sentences).size).toBe(nameWarningKinds.length)
    expect(warningText(['email', 'number'])).toMatch(/e-mail address.*number of a phone/)
  })
  test('a name that is there already is allowed, unless the service takes each once', () => {
    expect(sameNameText(0, 'key', 'Preview', true)).toBeNull()
    expect(sameNameText(1, 'key', 'Preview', false)).toBe(
      'Another key has this name in Preview. You can still use it.',
    )
    expect(sameNameText(2, 'system', 'Preview', true)).toMatch(/^2 other systems have .* once only/)
  })
})

describe('a new secret', () => {
  test('is shown with the service’s words, or with what happened', () => {
    expect(new Set(intentKinds.map(kind => revealWords(kind, null).title)).size).toBe(3)
    const reveal = { title: null, warning: 'Once.', copy: 'Copy Key', done: 'Close' }
    expect(revealWords('create', profileOf({ reveal }))).toMatchObject({
      title: 'Store your new API key',
      ...{ warning: 'Once.', copy: 'Copy Key', done: 'Close' },
    })
    expect(showsMark({ kind: 'generate', mask: '••••abcd' })).toBe(true)
    expect(showsMark({ kind: 'create', mask: '••••abcd' })).toBe(false)
  })
  test('says what became of the previous secret', () => {
    expect(beforeText('create', now + 1, now)).toBeNull()
    expect(beforeText('rotate', now + 3_600_000, now)).toContain('stays valid until')
    expect(beforeText('rotate', now, now)).toContain('no longer valid')
    expect(beforeText('rotate', null, now)).toContain('no longer valid')
  })
  test('whose answer was lost can be undone, except that of a rotation', () => {
    expect(intentKinds.filter(kind => lostWords(kind, true).clean)).toEqual(['create', 'generate'])
    expect(intentKinds.filter(kind => lostWords(kind, false).clean)).toEqual([])
    expect(new Set(intentKinds.map(kind => unfinishedWhat({ kind }))).size).toBe(3)
    const texts = intentKinds.flatMap(kind =>
      [true, false].map(repeatable => lostWords(kind, repeatable).text),
    )
    expect(new Set([...texts, ...intentKinds.map(lossText)]).size).toBe(9)
  })
})

test('every verdict has its own sentence, with the service’s word for the status', () => {
  const profile = profileOf({ states: { suspended: 'Disabled' } })
  const texts = verdicts.map(verdict => verdictText(verdict, 'Preview', profile))
  expect(new Set(texts).size).toBe(verdicts.length)
  for (const text of texts) expect(text).toMatch(/^\p{Lu}.*\.$/u)
  expect(verdictText('suspended', 'Preview', profile)).toContain('Disabled')
  expect(verdictText('masked', 'Preview', profile)).toBe(
    'This is the masked prefix shown in the list, not the full key value copied at creation.',
  )
})
