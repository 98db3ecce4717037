import { openBackend } from '../../../src/main/platform/store/backend.ts'
import { operationKinds } from '../../../src/main/platform/store/operations.ts'
import type { Store } from '../../../src/main/services/ports.ts'

/** The store without its thread: the same SQL on a real file, done when it is asked, so that a schedule repeats itself and takes no time to start. */
export const storeOnThisThread = (file: string, now = Date.now): Store => {
  const backend = openBackend(file)
  const domains: Record<string, Record<string, unknown>> = {}
  for (const operation of operationKinds.keys()) {
    const [domain = '', method = ''] = operation.split('.')
    const run = async (...input: readonly unknown[]) => backend.run(operation, input, now())
    domains[domain] = { ...domains[domain], [method]: run }
  }
  const rest = { notices: backend.notices, readOnly: backend.readOnly }
  // Each operation of `Store` is among them.
  return { ...domains, ...rest, close: async () => backend.close() } as unknown as Store
}
