import type { Page } from '@playwright/test'
import type { Result } from '../../src/shared/app-error.ts'
import type { KeyRow, KeysWindow } from '../../src/shared/contract/keys.ts'
import type { Scope } from '../../src/shared/domain/key.ts'

/** Asks main as the page does; throws what main refuses it with. */
export const ask = async <Output>(page: Page, route: string, input: unknown): Promise<Output> => {
  const call = `claviger.request(${JSON.stringify(route)}, ${JSON.stringify(input)})`
  const answer: Result<Output> = await page.evaluate(call)
  if (!answer.ok) throw new Error(`${route}: ${JSON.stringify(answer.error)}`)
  return answer.value
}

/** Preview of the one connection. */
export const scopeOf = async (page: Page): Promise<Scope> => {
  const [connection] = await ask<readonly { readonly id: string }[]>(page, 'connections.list', null)
  if (!connection) throw new Error('The application has no connection')
  return { connection: connection.id, environment: 'preview' }
}

/** A window over the list of Preview's keys. */
export const askWindow = async (
  page: Page,
  given: Pick<KeysWindow, 'sort' | 'limit'>,
): Promise<{ readonly rows: readonly KeyRow[] }> => {
  const scope = await scopeOf(page)
  const query = { scope, kind: 'key', search: '', states: null, offset: 0, ...given }
  return ask(page, 'keys.window', query)
}
