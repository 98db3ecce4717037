import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Puts `program` and all that it imports into one file in `folder`, and answers its path. Started often, it starts
 * several times as fast: most of a start is to find, read and strip a hundred modules.
 */
export const bundle = async (program: URL, folder: string): Promise<string> => {
  await build({
    configFile: false,
    logLevel: 'warn',
    // electron-store imports it, and asks nothing of it where no Electron runs.
    resolve: { alias: { electron: 'data:text/javascript,export default {}' } },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(program),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  })
  return join(folder, 'program.mjs')
}
