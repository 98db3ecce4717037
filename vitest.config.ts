import { defineConfig } from 'vitest/config'
import './tools/compile-cache.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Those run the services of others: `npm run test:services`.
    exclude: ['test/services/**', '**/node_modules/**'],
    environment: 'node',
    // Many start real programs, and a busy machine takes its time; none of them waits for so long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most wait for another program for much of their time: one worker leaves the second core idle.
    maxWorkers: '100%',
  },
})
