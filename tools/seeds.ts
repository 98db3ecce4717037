import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const folder = 'test/e2e/seeds'
export const seedsFile = join(root, 'docs/seeds.md')

type Shown = { readonly sentence: string; readonly line: number }
export type Walk = {
  readonly file: string
  readonly profile: string
  readonly shown: readonly Shown[]
}

/** The quoted sentences in the comments of a spec, each with the line of the step that follows it. */
export const sentencesOf = (code: string): readonly Shown[] => {
  const lines = code.split('\n').map(line => line.trim())
  return lines.flatMap((line, start) => {
    if (!line.startsWith('// “')) return []
    const rest = lines.slice(start)
    const length = rest.findIndex(text => text.endsWith('”')) + 1
    if (length === 0 || rest.slice(0, length).some(text => !text.startsWith('// ')))
      throw new Error(`Line ${start + 1}: the quotation does not end`)
    const sentence = rest.slice(0, length).map(text => text.slice(3))
    const step = rest.findIndex((text, index) => index >= length && !text.startsWith('//'))
    return [{ sentence: sentence.join(' '), line: start + step + 1 }]
  })
}

const walks = (): readonly Walk[] =>
  readdirSync(join(root, folder))
    .filter(name => /^\d{3}_.*\.spec\.ts$/.test(name))
    .sort()
    .map(name => {
      const code = readFileSync(join(root, folder, name), 'utf8')
      const profile = /profile: '([\w-]+)'/.exec(code)?.[1]
      if (profile === undefined) throw new Error(`${name} names no profile`)
      return { file: `${folder}/${name}`, profile, shown: sentencesOf(code) }
    })

const row =
  ({ file }: Walk) =>
  ({ sentence, line }: Shown): string =>
    `| ${sentence.replaceAll('|', '\\|')} | [line ${line}](../${file}#L${line}) |`

const section = (walk: Walk): string =>
  [
    `## \`${walk.profile}\``,
    '',
    `Shown by \`${walk.file}\`.`,
    '',
    '| the document | shown |',
    '| --- | --- |',
    ...walk.shown.map(row(walk)),
  ].join('\n')

const introduction = `# Five products

Five documents describe how administrators of five products manage API keys. Each is a profile of the reference key service
(\`npm run service -- --profile NAME\`) and is walked through, in the document's order, by an end-to-end spec. The tables
say which line shows which sentence; \`npm run seeds\` writes them from the specs, and a test fails when they are stale.
What is asked for beyond the sentences (permission matrix, plan, bad input, expiry) is in \`test/e2e/seeds\` beside them,
and the same behaviours are tested at the service's HTTP level in \`test/service/profiles\`.`

export const renderSeeds = (): string => `${[introduction, ...walks().map(section)].join('\n\n')}\n`

if (import.meta.main) writeFileSync(seedsFile, renderSeeds())
