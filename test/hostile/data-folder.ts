import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { secret } from '../../src/main/base/secret.ts'
import { createCopyNote } from '../../src/main/platform/copy-note.ts'
import { openDataFolder } from '../../src/main/platform/data-folder.ts'
import { openLogFile } from '../../src/main/platform/log-file.ts'
import { createPreferenceFile } from '../../src/main/platform/preferences.ts'
import { openBackend } from '../../src/main/platform/store/backend.ts'
import { placesAt } from '../../src/main/platform/store/connection-copy.ts'
import type { StoredConnection } from '../../src/main/services/ports.ts'
import type { Intent } from '../../src/shared/domain/intent.ts'

/** Every file of the data folder that a damage can meet; of each the application writes the whole. */
export const dataFiles = [
  ...['store/claviger.db', 'store/connections.json', 'store/intents.json'],
  ...['preferences.json', 'claviger.log', 'clipboard-note.json'],
] as const

const connectionOf = (round: number, id: string): StoredConnection => ({
  ...{ id, name: `Round ${round}`, connector: 'claviger', builtIn: false, createdAt: 1 },
  places: placesAt('https://127.0.0.1:8443', { ca: null, pin: null }),
  saved: { preview: true, production: true },
})

const intentOf = (round: number, connection: string): Intent => ({
  ...{ id: randomUUID(), connection, environment: 'preview', kind: 'create', state: 'sent' },
  ...{ name: `Round ${round}`, description: null, expiresAt: null, target: null, version: null },
  ...{ overlapSeconds: null, key: null, mask: null, service: null, caller: null, at: round },
  ...{ sentAt: null, known: null, finding: null },
})

/** What lies in the folder, as the application reads it at its start. Times and rounds are counted from 1. */
export type Seen = {
  readonly notices: readonly string[]
  /** Of the connection, by its name. */
  readonly connection: number
  /** Of each open intent. */
  readonly intents: readonly number[]
  readonly preferences: number
}

const roundIn = (name: string | undefined): number => Number(/^Round (\d+)$/.exec(name ?? '')?.[1])

/** The data folder as `main/index.ts` opens it, on this thread. */
export const openFolder = (folder: string) => {
  openDataFolder(folder)
  const log = openLogFile(folder, Date.now)
  const preferences = createPreferenceFile(folder)
  const store = openBackend(join(folder, 'store', 'claviger.db'))
  const note = createCopyNote(folder)
  const connections = () => store.run('connections.list', []) as readonly StoredConnection[]
  const seen = (): Seen => ({
    notices: store.notices.map(({ kind }) => kind),
    connection: roundIn(connections()[0]?.name),
    intents: (store.run('intents.open', []) as readonly Intent[]).map(({ at }) => at),
    preferences: preferences.read().size.width,
  })
  return {
    seen,
    readOnly: store.readOnly,
    reset: preferences.reset,
    /** One write of everything, in the order in which a change makes them. */
    write: async (round: number): Promise<void> => {
      const id = connections()[0]?.id ?? randomUUID()
      store.run('connections.put', [connectionOf(round, id)])
      store.run('intents.put', [intentOf(round, id)])
      preferences.write({ size: { width: round, height: 600 } })
      await note.keep([secret(`of round ${round}`)])
      log('started', { kind: `round ${round}` })
    },
    holdsCopy: (round: number): Promise<boolean> => note.holds(secret(`of round ${round}`)),
    close: () => store.close(),
  }
}
