import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
/** The table that tests write: `npm run connectors`. */
export const connectorsFile = join(root, 'docs/connectors.md')
/** What a run on the real services has shown. */
export const reportFile = join(root, 'out/reports/services.json')
/** The same, as `npm run test:services` last saw it through. */
export const resultsFile = join(root, 'test/services/results.json')

/**
 * How it is shown that a connector works: on the real service (`ran`), on Claviger's own reference service, or on a
 * stand-in that was made by hand from the service's documentation.
 */
export type Evidence = 'ran' | 'own service' | 'replayed'

/** What was shown of one connector, or of one of the kinds of key that it manages. */
export type Shown = {
  readonly id: string
  /** "OpenAI", or "OpenAI, admin keys". */
  readonly name: string
  readonly evidence: Evidence
  /** Of the service that ran, and the day (UTC, 2026-01-31); null where none did. */
  readonly version: string | null
  readonly day: string | null
  readonly proof: 'own' | 'key' | 'none'
  readonly propagationSeconds: number | null
  /** By effect, and `check`; the reason where it does not work. */
  readonly operations: Readonly<
    Record<string, { readonly works: boolean | 'at creation'; readonly reason: string | null }>
  >
}

/** In the order of a key's life. */
const operations = [
  ['list', 'List and search'],
  ['create', 'Create'],
  ['create-system', 'Create a system'],
  ['generate', 'Give a system its key'],
  ['reveal', 'Show the key again'],
  ['rename', 'Rename'],
  ['describe', 'Describe'],
  ['suspend', 'Suspend'],
  ['resume', 'Restore'],
  ['expire', 'Set or change the expiry'],
  ['rotate', 'Rotate'],
  ['revoke', 'Revoke'],
  ['delete', 'Delete'],
  ['audit', 'Read the service’s log'],
  ['check', 'Check a key at hand'],
] as const

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const how = ({ evidence, version, day }: Shown): string => {
  switch (evidence) {
    case 'ran':
      return `**ran** ${version}, ${day}`
    case 'own service':
      return `**ran** ${version}, in every test run`
    case 'replayed':
      return '*replayed only*'
  }
}

const cell = (shown: Shown, operation: string): string => {
  const works = shown.operations[operation]?.works
  if (!works) return '–'
  const word = works === true ? 'works' : `works ${works}`
  return shown.evidence === 'replayed' ? `*${word}*` : `**${word}**`
}

const proofs = {
  own: 'the service is asked',
  key: 'by the key at hand',
  none: '–',
} as const

const table = (all: readonly Shown[]): string =>
  [
    row('', ...all.map(({ name }) => name)),
    row('---', ...all.map(() => '---')),
    row('Shown', ...all.map(how)),
    ...operations.map(([id, label]) => row(label, ...all.map(shown => cell(shown, id)))),
    row('Proof that a key is dead', ...all.map(({ proof }) => proofs[proof])),
    row('A change is in force', ...all.map(within)),
  ].join('\n')

const within = ({ propagationSeconds: seconds }: Shown): string =>
  seconds === null ? 'not stated' : seconds === 0 ? 'at once' : `within ${seconds} s`

const reasons = (shown: Shown): string => {
  const lines = operations.flatMap(([id, label]) => {
    const { works = false, reason = null } = shown.operations[id] ?? {}
    return works === true || reason === null ? [] : [`- **${label}**: ${reason}`]
  })
  return [`### ${shown.name}`, lines.join('\n')].join('\n\n')
}

const introduction = `# What Claviger can do with which key service

\`npm run connectors\` writes this page. The conformance suite (\`test/main/connectors/conformance.ts\`) starts a service for
each connector, does everything that the service's profile says it can do, in Preview and in Production, and writes down what
it saw; a test fails when the page is stale.

- **ran**: on the service itself, in this version and on this day, by \`npm run test:services\`.
- *replayed only*: on a stand-in that was made by hand from the vendor's documentation or SDK, over a real socket. It was never
  run against the hosted service. Which documentation is said beside each connector's fixtures,
  \`test/main/connectors/NAME/fixtures/README.md\`.
- –: not there. Why not, in the words of the window, is below the table, for what a person would look for.`

export const renderConnectors = (all: readonly Shown[]): string =>
  `${[
    introduction,
    table(all),
    '## Why not',
    ...all
      .filter(({ operations }) => Object.values(operations).some(({ reason }) => reason !== null))
      .map(reasons),
  ].join('\n\n')}\n`
