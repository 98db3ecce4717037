import { defineConfig } from '@playwright/test'
import './tools/compile-cache.ts'

export default defineConfig({
  testDir: 'test/e2e',
  // One application each, with its own display, keychain and data: they share nothing but the processor.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
})
