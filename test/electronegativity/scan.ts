/** Prints what electronegativity finds in the folder that it is given, as JSON. A process of its own: see `process.exit`. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Scan } from './findings.ts'

type Issue = {
  readonly id: string
  readonly file: string
  readonly location: { readonly line: number }
}
type Report = {
  readonly globalChecks: number
  readonly atomicChecks: number
  readonly errors: readonly { readonly file: string; readonly message: string }[]
  readonly issues: readonly Issue[]
}

const require = createRequire(import.meta.url)
const main = require.resolve('@doyensec/electronegativity')
// It has its texts by a global, which its own command sets after asking the network for newer ones.
createRequire(main)('i18n').configure({
  locales: ['en-US'],
  defaultLocale: 'en-US',
  directory: join(dirname(main), 'locales'),
  updateFiles: false,
  objectNotation: true,
  register: globalThis,
})

const [folder, electron] = process.argv.slice(2)
const report: Report = await require(main)(
  {
    input: folder,
    electronVersionOverride: electron,
    // Asks the network which Electron is the latest.
    excludeFromScan: ['AvailableSecurityFixesGlobalCheck'],
    isRelative: true,
  },
  // Not as a command: it answers what it found.
  false,
)
const scan: Scan = {
  checks: report.globalChecks + report.atomicChecks,
  unread: report.errors.map(({ file, message }) => `${file}: ${message}`),
  findings: report.issues.map(({ id, file, location }) => ({ id, file, line: location.line })),
}
// Its HTTP client may throw later, when a request that it should not have made is given up.
process.stdout.write(JSON.stringify(scan), () => process.exit())
