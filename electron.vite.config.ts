import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// `readable` is what electronegativity scans: it knows Electron's classes by their names.
export default defineConfig(({ mode }) => ({
  main: {
    build: {
      // Read and compiled before there is a window.
      minify: mode !== 'readable',
      externalizeDeps: { exclude: ['electron-store', 'undici', 'zod'] },
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          'store-worker': 'src/main/platform/store/worker.ts',
          'keychain-process': 'src/main/platform/keychain/process.ts',
          'key-service': 'src/service/main.ts',
        },
      },
    },
  },
  preload: {
    build: {
      minify: true,
      rollupOptions: {
        input: 'src/preload/index.ts',
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      minify: true,
      // In kB; read from this computer's disk.
      chunkSizeWarningLimit: 700,
      rollupOptions: {
        input: 'src/renderer/index.html',
        // All that the first page needs is one file: each further one is asked for by itself.
        output: {
          codeSplitting: { groups: [{ name: 'window', test: /renderer\/src\/main\.tsx$/ }] },
        },
      },
    },
    plugins: [react()],
  },
}))
