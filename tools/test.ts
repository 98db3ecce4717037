import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { preflight } from './preflight.ts'
import { check, playwright, runSuites, type Suite, vitest } from './suites.ts'

const suites: readonly Suite[] = [
  check('types: shared', 'tsc', '-p', 'tsconfig.shared.json'),
  check('types: main', 'tsc', '-p', 'tsconfig.main.json'),
  check('types: renderer', 'tsc', '-p', 'tsconfig.renderer.json'),
  check('types: end to end', 'tsc', '-p', 'tsconfig.e2e.json'),
  check('lint', 'biome', 'check', '--error-on-warnings', '.'),
  check('build', 'electron-vite', 'build', '--logLevel', 'warn'),
  vitest('unit and integration', 'vitest.config.ts'),
  playwright('end to end', 'playwright.config.ts'),
]

// Reports of an earlier run must not be taken for this one's.
rmSync(join(resolve(import.meta.dirname, '..'), 'out', 'reports'), { recursive: true, force: true })
await preflight('test')
runSuites('own', suites)
