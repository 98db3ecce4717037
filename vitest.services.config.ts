import { defineConfig } from 'vitest/config'
import './tools/compile-cache.ts'

/** The real services under `test/services`, which `npm run test:services` installs. */
export default defineConfig({
  test: {
    include: ['test/services/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    environment: 'node',
    // A key that was deleted may work for a minute more, by the service's own word.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // Some take a processor to themselves.
    maxWorkers: 2,
  },
})
