import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Diagnostics } from '../../shared/contract/files.ts'
import type { Connection } from '../../shared/domain/connection.ts'
import { environments } from '../../shared/domain/environment.ts'
import type { Scope } from '../../shared/domain/key.ts'
import type { SyncState } from '../../shared/domain/sync.ts'
import { visibleText } from '../../shared/domain/visible-text.ts'
import { AppError, type ErrorInfo, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import { faultOf } from '../base/fault.ts'
import { redact } from '../base/redact.ts'
import { isoTime } from './export/csv.ts'
import { fileName } from './export/file-name.ts'
import type { ChooseFile, Machine, Store } from './ports.ts'

export type DiagnosticsParts = {
  readonly store: Store
  readonly clock: Clock
  readonly machine: Machine
  readonly chooseFile: ChooseFile
  readonly connections: () => Promise<readonly Connection[]>
  readonly stateOf: (scope: Scope) => Promise<SyncState>
}

type Wish = { readonly names: boolean }

/** What helps whoever is asked for help, and a person may read before they hand it on. Never a secret or a key's name. */
export const createDiagnostics = (parts: DiagnosticsParts) => {
  let shown: Diagnostics | null = null
  return {
    make: async (wish: Wish): Promise<Diagnostics> => {
      shown = { id: randomUUID(), text: redact(await textOf(parts, wish)) }
      return shown
    },
    /** Saves the text that was made last, if it is the one that `id` names; null when no file was chosen. */
    save: async ({ id }: { readonly id: string }): Promise<{ readonly file: string } | null> => {
      const made = shown
      if (made?.id !== id) throw new AppError({ code: 'not-found', what: 'diagnostics' })
      const day = isoTime(parts.clock.now()).slice(0, 10)
      const file = await parts.chooseFile({
        name: fileName(['diagnostics', day], 'txt'),
        kind: 'txt',
      })
      if (file === null) return null
      await file.write(once(made.text))
      return { file: file.name }
    },
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

const textOf = async (parts: DiagnosticsParts, wish: Wish): Promise<string> => {
  const { machine, clock } = parts
  const about = wish.names
    ? 'It holds no credential, no key and no name of a key. Names and addresses of connections are in it.'
    : 'It holds no credential, no key, and no name or address.'
  const log = await machine.logTail()
  return [
    'Claviger diagnostics',
    `Made on ${isoTime(clock.now())}. ${about}`,
    ...section('This computer', factsOf(machine)),
    ...section('Local data', await orTrouble(storeFacts(parts))),
    ...section('Connections', await orTrouble(connectionFacts(parts, wish))),
    ...section(`Log, the last ${log.length} lines`, log),
    '',
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): readonly string[] => [
  '',
  `${title}:`,
  ...(lines.length === 0 ? ['  none'] : lines.map(line => `  ${visibleText(line)}`)),
]

/** Who needs help may have a store that does not answer: that is said, and the rest is there. */
const orTrouble = async (facts: Promise<readonly string[]>): Promise<readonly string[]> => {
  try {
    return await facts
  } catch (cause) {
    const error = infoOf(cause)
    return [`not read: ${error === null ? faultOf(cause).name : errorText(error)}`]
  }
}

const factsOf = (machine: Machine): readonly string[] =>
  machine.facts().map(([name, value]) => `${name}: ${value}`)

const storeFacts = async ({ store }: DiagnosticsParts): Promise<readonly string[]> => {
  const [intents, handOffs] = [await store.intents.open(), await store.handOffs.open()]
  const notices = store.notices.map(({ kind }) => kind)
  return [
    `Takes changes: ${store.readOnly ? 'no' : 'yes'}`,
    `Notices: ${notices.join(', ') || 'none'}`,
    `Unfinished keys: ${intents.map(({ kind, state }) => `${kind} ${state}`).join(', ') || 'none'}`,
    `Rotations under way: ${handOffs.length}`,
  ]
}

const connectionFacts = async (
  parts: DiagnosticsParts,
  { names }: Wish,
): Promise<readonly string[]> => {
  const connections = await parts.connections()
  const placeOf = names ? openly : hashed()
  const facts = connections.map(async (connection, index) => {
    const { connector, builtIn, name, places, credentials } = connection
    const title = `${index + 1}. ${connector}${builtIn ? ', built in' : ''}${names ? `, “${name}”` : ''}`
    const scopes = environments.map(async environment => {
      const scope = { connection: connection.id, environment }
      const state = await parts.stateOf(scope)
      const place = placeOf(places[environment].url)
      return `   ${environment}: ${place}; credential ${credentials[environment]}; ${stateText(state)}`
    })
    return [title, ...(await Promise.all(scopes))]
  })
  return (await Promise.all(facts)).flat()
}

const openly = (url: string): string => url

/** The same host has the same number in one text, and by it nobody finds out which host it is. */
const hashed = () => {
  const salt = randomBytes(32)
  return (url: string): string => {
    const { hostname } = new URL(url)
    const number = createHmac('sha256', salt).update(hostname).digest('hex').slice(0, 8)
    return `${isLoopback(hostname) ? 'this computer' : 'a host'} (${number})`
  }
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

const stateText = ({ phase, asOf, complete, count, total, clockOffset, error }: SyncState) =>
  [
    phase,
    `${count} of ${total ?? 'unknown'} keys${complete ? '' : ', incomplete'}`,
    `as of ${asOf === null ? 'never' : isoTime(asOf)}`,
    `clock ${clockOffset < 0 ? '' : '+'}${(clockOffset / 1000).toFixed(1)} s`,
    `error ${error === null ? 'none' : errorText(error)}`,
  ].join('; ')

/** Its words and numbers that this program chose: a host, a proxy or a service's own sentence is not among them. */
const errorText = (error: ErrorInfo): string =>
  [
    error.code,
    'cause' in error ? error.cause : null,
    'reason' in error ? error.reason : null,
    'status' in error ? error.status : null,
  ]
    .filter(word => word !== null)
    .join(' ')
