import { expect, it } from 'vitest'
import { countText, savedText } from '../../src/renderer/src/features/export/export-words.ts'

const saved = { file: 'keys.csv', count: 1203, withheld: 0, asOf: null }

it('says how many were saved, where, and how old they are', () => {
  expect(savedText(saved, 'key')).toBe(
    '1,203 keys saved to “keys.csv”, one of the lists was never read.',
  )
  expect(savedText({ ...saved, asOf: 0 }, 'key')).toMatch(/“keys\.csv”, as of .*1970/)
  expect([countText(1, 'key'), countText(1203, 'key')]).toEqual(['The one key', 'All 1,203 keys'])
  expect(countText(2000, 'key', false)).toBe('All keys that are listed, 2,000 or more,')
})

it('says what is not in the file as it is in the list', () => {
  expect(savedText({ ...saved, withheld: 2 }, 'key')).toMatch(
    /\. In 2 keys a text looks like a key and is written as \[secret\]\.$/,
  )
})

it('hides nothing that is in the name of the file', () => {
  expect(savedText({ ...saved, file: 'a\u202eb' }, 'key')).toContain('“a\\u202eb”')
})
