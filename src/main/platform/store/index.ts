import type { Store } from '../../services/ports.ts'
import { keepWorker } from './kept-worker.ts'
import { operationKinds } from './operations.ts'

/**
 * Opens the store in `file`, whose folder is the store's own (it is made private: mode 0700), in a thread of its
 * own; `workerUrl` is `worker.ts`, by default as it lies beside this file in the bundle. A file that is damaged,
 * newer or read-only opens too and says so in `notices`. Throws `AppError` `store` `failed` when none of it helps.
 * `now` is the wall clock in ms since 1970 UTC, by which keys expire.
 */
export const openStore = async (
  file: string,
  workerUrl: URL = new URL('./store-worker.js', import.meta.url),
  now: () => number = Date.now,
): Promise<Store> => {
  const worker = await keepWorker(workerUrl, file)
  return {
    get notices() {
      return worker.opened().notices
    },
    get readOnly() {
      return worker.opened().readOnly
    },
    ...domainsOf((operation, input) => worker.call(operation, input, now())),
    close: worker.close,
  }
}

type Domains = Omit<Store, 'notices' | 'readOnly' | 'close'>

type Call = (operation: string, input: readonly unknown[]) => Promise<unknown>

const domainsOf = (call: Call): Domains => {
  const domains: Record<string, Record<string, (...input: readonly unknown[]) => unknown>> = {}
  for (const operation of operationKinds.keys()) {
    const [domain = '', method = ''] = operation.split('.')
    domains[domain] = { ...domains[domain], [method]: (...input) => call(operation, input) }
  }
  // The operations are checked against `Store` where they are declared: each is here, and no other.
  return domains as Domains
}
