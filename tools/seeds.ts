import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const folder = 'test/e2e/seeds'
export const seedsFile = join(root, 'docs/seeds.md')

/** By profile: what its document says and cannot be shown, and why. */
const differences: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  consently: [
    [
      'in the top navigation',
      'The navigation of Claviger is at the left, whatever it administers.',
    ],
    ['Time required: 2 minutes', 'Told in Help. The time is the reader’s: nothing measures it.'],
    [
      'installation options, account settings',
      'Told in Help. They are pages of the product that are not about its keys.',
    ],
  ],
  consentrix: [
    [
      'Go to Administration > API Key Management.',
      'The place is called Systems in the navigation, and API Key Management as its title.',
    ],
    [
      'Create System Page, System Detail Page, Manage API Key Page, Edit System Page',
      'A dialog, and a drawer beside the list: the list stays in sight.',
    ],
    [
      'Log in to the Consentrix platform.',
      'An administrator connects with an admin token; Claviger has no accounts.',
    ],
  ],
  environments: [
    [
      'under the Settings section',
      'Keys have a place of their own in the navigation; Settings are those of Claviger.',
    ],
    [
      'for your organization',
      'A service is one organization’s. Another one is another connection.',
    ],
  ],
  projects: [
    [
      'Open the project’s API keys page.',
      'A service is one project’s. Another one is another connection.',
    ],
    [
      'A reasoning started with a key',
      'The reference service runs no applications: each verification of a key stands for a call made with it.',
    ],
    ['Contact Support.', 'Told in Help. The document names no address.'],
  ],
  'api-access': [
    ['/settings/api-access', 'An address of a web page. The list is under Keys.'],
    [
      'This Product Guide page explains the dashboard workflow only. Implementation details and code examples belong in the Developers section.',
      'About the document itself.',
    ],
    [
      'approved secure location, approved secure process, technical owner',
      'Said where it matters; who and what is approved is known to the organization alone.',
    ],
  ],
}

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

const isWalk = (name: string): boolean => /^\d{3}_/.test(name)

const specs = (): readonly { readonly file: string; readonly code: string }[] =>
  readdirSync(join(root, folder))
    .filter(name => name.endsWith('.spec.ts'))
    .sort()
    .map(name => ({ file: name, code: readFileSync(join(root, folder, name), 'utf8') }))

const walks = (): readonly Walk[] =>
  specs()
    .filter(({ file }) => isWalk(file))
    .map(({ file, code }) => {
      const profile = /profile: '([\w-]+)'/.exec(code)?.[1]
      if (profile === undefined) throw new Error(`${file} names no profile`)
      return { file: `${folder}/${file}`, profile, shown: sentencesOf(code) }
    })

const cell = (text: string): string => text.replaceAll('|', '\\|')

const table = (head: string, rows: readonly string[]): string =>
  [`| ${head} |`, '| --- | --- |', ...rows].join('\n')

const section = ({ file, profile, shown }: Walk): string => {
  const lines = shown.map(
    ({ sentence, line }) => `| ${cell(sentence)} | [line ${line}](../${file}#L${line}) |`,
  )
  const others = (differences[profile] ?? []).map(
    ([sentence, reason]) => `| ${cell(`“${sentence}”`)} | ${cell(reason)} |`,
  )
  return [
    `## \`${profile}\``,
    `Shown by \`${file}\`.`,
    table('the document | shown', lines),
    ...(others.length === 0 ? [] : [table('not as the document has it | why', others)]),
  ].join('\n\n')
}

/** What goes wrong, from the specs beside the walks. */
const trouble = (): string => {
  const rows = specs()
    .filter(({ file }) => !isWalk(file))
    .flatMap(({ file, code }) =>
      sentencesOf(code).map(({ sentence, line }) => {
        const link = `[${file}, line ${line}](../${folder}/${file}#L${line})`
        return `| ${cell(sentence)} | ${link} |`
      }),
    )
  return ['## What goes wrong', table('what is asked for | shown', rows)].join('\n\n')
}

const introduction = `# Five products

Five documents describe how administrators of five products manage API keys. Each is a profile of the reference key service
(\`npm run service -- --profile NAME\`) and is walked through, in the document's order, by an end-to-end spec. The tables
say which line shows which sentence, and what is not as the document has it; \`npm run seeds\` writes them from the specs, and
a test fails when they are stale. What is asked for beyond the documents is in the last table. The same behaviours are tested
at the service's HTTP level in \`test/service/profiles\`.`

export const renderSeeds = (): string =>
  `${[introduction, ...walks().map(section), trouble()].join('\n\n')}\n`

if (import.meta.main) writeFileSync(seedsFile, renderSeeds())
