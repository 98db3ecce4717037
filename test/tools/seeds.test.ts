import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { renderSeeds, seedsFile, sentencesOf } from '../../tools/seeds.ts'

it('names the line that follows each quoted sentence', () => {
  const code = ['// “One.”', 'first()', '', '// “Two', '// lines.”', '// and why', 'second()']
  expect(sentencesOf(code.join('\n'))).toEqual([
    { sentence: '“One.”', line: 2 },
    { sentence: '“Two lines.”', line: 7 },
  ])
})

it('refuses a quotation that does not end', () => {
  expect(() => sentencesOf('// “One.\nfirst()')).toThrow('Line 1')
})

it('is written into the table of behaviours: run `npm run seeds` when this fails', () => {
  expect(readFileSync(seedsFile, 'utf8')).toBe(renderSeeds())
})
