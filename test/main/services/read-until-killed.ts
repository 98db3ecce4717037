import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { systemClock } from '../../../src/main/base/clock.ts'
import { secret } from '../../../src/main/base/secret.ts'
import { createHttp } from '../../../src/main/connectors/http.ts'
import { connectors } from '../../../src/main/connectors/index.ts'
import { createTransport } from '../../../src/main/platform/https/index.ts'
import { openStore } from '../../../src/main/platform/store/index.ts'
import { createServices } from '../../../src/main/services/index.ts'
import type { Store } from '../../../src/main/services/ports.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { fakeClipboard, fakeVault, noBuiltIn } from '../../fakes.ts'

export type Task = {
  readonly folder: string
  readonly scope: Scope
  readonly vault: readonly (readonly [account: string, value: string])[]
  /** So many pages are stored; the read waits for the others for ever. */
  readonly pages: number
}

/** The application without its window, in a process of its own: it reads a list, says when it is at `pages`, and stays. */
const run = async (): Promise<void> => {
  const { folder, scope, vault: entries, pages }: Task = JSON.parse(await text(process.stdin))
  const workerUrl = new URL('../../../src/main/platform/store/worker.ts', import.meta.url)
  const store = await openStore(join(folder, 'claviger.db'), workerUrl)
  const vault = fakeVault()
  for (const [account, value] of entries) await vault.set(account, secret(value))
  const { transport } = createTransport()
  const { sync } = createServices({
    ...{ store: countingPages(store, pages), vault, connectors, builtIn: noBuiltIn },
    ...{ clipboard: fakeClipboard(), clock: systemClock },
    ...{ emit: () => undefined, log: () => undefined, openPage: async () => undefined },
    connect: (endpoint, credential, calling) =>
      createHttp({ transport, endpoint, credential, calling, now: systemClock.now }),
  })
  await sync.refresh(scope)
}

const countingPages = (store: Store, pages: number): Store => {
  let stored = 0
  const page: Store['keys']['page'] = async (...input) => {
    if (stored === pages) return new Promise(() => undefined)
    const noticed = await store.keys.page(...input)
    stored += 1
    if (stored === pages) process.stdout.write('stored')
    return noticed
  }
  return { ...store, keys: { ...store.keys, page } }
}

await run()
