import { defineConfig } from 'vitest/config'
import './tools/compile-cache.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    environment: 'node',
    // Many start real programs, and a busy machine takes its time; none of them waits for so long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
