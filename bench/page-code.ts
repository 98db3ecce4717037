import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'

/**
 * The file `page/NAME.ts` as an expression for a page: what its one export, the function `run`, answers for `input`,
 * which goes over as JSON. Such a file uses nothing but what is in it.
 */
export const pageCode = (name: string, input: unknown): string => {
  const file = join(import.meta.dirname, 'page', `${name}.ts`)
  const source = stripTypeScriptTypes(readFileSync(file, 'utf8')).replaceAll('export ', '')
  return `(() => { ${source}; return run(${JSON.stringify(input)}) })()`
}
