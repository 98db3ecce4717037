import { defineConfig } from 'vitest/config'
import './tools/compile-cache.ts'

/** `npm run test:faults`: the part of the tests that takes its real time there. */
export default defineConfig({
  test: {
    include: ['test/hostile/**/*.test.ts'],
    environment: 'node',
    // What drips is given up after 30 s, and a long run of schedules takes minutes.
    testTimeout: 300_000,
    hookTimeout: 60_000,
    // Most of them wait for most of their time.
    maxWorkers: 2,
  },
})
