import { defineConfig } from '@playwright/test'
import own from './playwright.config.ts'

/** The real services under `test/services`, from Claviger's window. */
export default defineConfig({
  ...own,
  testDir: 'test/services',
  testMatch: '**/*.spec.ts',
  testIgnore: '**/node_modules/**',
  // The specs of one service share it.
  fullyParallel: false,
  // A key that was deleted may work for a minute more, by the service's own word.
  timeout: 240_000,
})
