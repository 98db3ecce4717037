/** Installs the services of others that the tests run for real, and runs those tests. */
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { reportFile, resultsFile } from './connectors.ts'
import { giveUp, installPackages, preflight } from './preflight.ts'
import { installService, lackingPackages, serviceFolders } from './services.ts'
import { check, execute, playwright, runSuites, type Suite, totalsFile, vitest } from './suites.ts'

const folders = serviceFolders()

// What an earlier run left must not be taken for this one's.
for (const file of [reportFile, totalsFile('services')]) rmSync(file, { force: true })

await preflight('test')
installPackages((await Promise.all(folders.map(lackingPackages))).flat())
for (const folder of folders) {
  if (!installService(folder)) giveUp(`npm ci failed in ${folder}`)
}

const ownTypes: readonly Suite[] = folders
  .map(folder => join(folder, 'tsconfig.json'))
  .filter(file => existsSync(file))
  .map(file => relative('', file))
  .map(file => check(`types: ${file}`, 'tsc', '-p', file))

const suites: readonly Suite[] = [
  ...ownTypes,
  check('build', 'electron-vite', 'build', '--logLevel', 'warn'),
  vitest('the real services', 'vitest.services.config.ts'),
  playwright('the real services, end to end', 'playwright.services.config.ts'),
]

if (runSuites('services', suites)) {
  // The page of connectors says when this was.
  copyFileSync(reportFile, resultsFile)
  const page = ['run', 'test/main/connectors/conformance.test.ts', '--update']
  execute('vitest', page, {}, 'ignore')
}
