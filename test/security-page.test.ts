import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/security.md'), 'utf8')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const onOneLine = (text: string) => text.replace(/\s+/g, ' ')

/** Every test that the page names: a file as code, and after it titles in italics, until the next file. */
const named = page.split(/`(?=test\/)/).flatMap(part => {
  const [file = '', ...rest] = part.split('`')
  if (!/^test\/[\w./-]+\.ts$/.test(file)) return []
  // A title may quote code; a row of a table ends it, as the next file does.
  const after = rest.join('`').split(' |\n')[0] ?? ''
  const titles = [...after.matchAll(/(?<![*\w])\*([^*]+)\*(?!\*)/g)]
  return [{ file, titles: titles.map(([, title = '']) => onOneLine(title)) }]
})

const rowsOf = (heading: string): readonly string[] =>
  (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter(line => /^\| \d+ \|/.test(line))

describe('the page on security', () => {
  it.each(["Electron's own list", 'Beyond that list'])(
    'has 20 items, each with a test, under: %s',
    heading => {
      const rows = rowsOf(heading)
      const numbers = Array.from({ length: 20 }, (_, index) => `${index + 1}`)
      expect(rows.map(line => /\d+/.exec(line)?.[0])).toEqual(numbers)
      expect(rows.filter(line => !/`test\/[\w./-]+\.(test|spec)\.ts`/.test(line))).toEqual([])
    },
  )

  it('names tests that are there, by file and by title', () => {
    const missing = named.flatMap(({ file, titles }) => {
      if (!existsSync(join(root, file))) return [file]
      const text = onOneLine(read(file))
      return titles.filter(title => !text.includes(title)).map(title => `${file}: ${title}`)
    })
    expect(named.flatMap(({ titles }) => titles).length).toBeGreaterThan(80)
    expect(missing).toEqual([])
  })

  it('leads to files that are there', () => {
    const links = [...page.matchAll(/\]\(((?!https:)[^)#]+)\)/g)].map(([, link = '']) => link)
    expect(links.length).toBeGreaterThan(4)
    expect(links.filter(link => !existsSync(join(root, 'docs', onOneLine(link))))).toEqual([])
  })
})
