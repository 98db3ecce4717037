import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import type { Intent, IntentKind } from '../../../src/shared/domain/intent.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { isFull, record } from '../figures.ts'
import { asks, type Front, startFront } from '../front.ts'
import { duplicatesOf, findCanaries, listOf, servedKeys } from '../invariants.ts'
import { tried } from '../model/acts.ts'
import type { Habit } from '../model/stage.ts'
import { startWorld, type World } from '../world.ts'
import type { Task } from './task.ts'

const program = resolve(import.meta.dirname, 'program.ts')

let service: KeyService
let front: Front
let world: World
beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
afterEach(async () => {
  await world.stop()
  await world.remove()
  await front.stop()
})

type Kill = {
  readonly habit: Habit
  readonly kind: IntentKind
  readonly dies: Task['dies']
  /** How the program is started; by itself unless told. */
  readonly command?: readonly [string, ...(readonly string[])]
  readonly description?: string
}

/** Starts the program over a connected world, waits until it is dead, and starts the application over what it left. */
const killed = async (kill: Kill) => {
  const { signal, ...ended } = await ran(kill)
  expect({ signal, said: ended.said }).toEqual({ signal: 'SIGKILL', said: '' })
  return ended
}

const ran = async ({ habit, kind, dies, command = [process.execPath], ...rest }: Kill) => {
  const connectors = [habit === 'repeats' ? claviger : { ...claviger, replayMs: null }]
  front = await startFront(service, { freshKeys: habit === 'anew' })
  const first = await startWorld({ service, front, connectors })
  const intent = randomUUID()
  const target = await targetOf(kind, intent)
  await first.client.keys.refresh(first.preview)
  await first.stop()
  const { root, connection, vault } = first
  const [name, ...words] = command
  const child = spawn(name, [...words, program], { stdio: ['pipe', 'pipe', 'pipe'] })
  if (dies === null && command.length === 1)
    front.meet(asks('POST', '/keys'), {
      kind: 'answer',
      // The service has made it; the answer finds nobody.
      bytes: real => {
        child.kill('SIGKILL')
        return real
      },
    })
  const task: Task = {
    ...{ root, connection, habit, kind, intent, target, dies },
    ...{ tokens: service.tokens, place: front.place, description: rest.description ?? null },
    vault: [...vault.entries].map(([account, value]) => [account, value.expose()]),
  }
  child.stdin.end(JSON.stringify(task))
  const [told, said] = [text(child.stdout), text(child.stderr)]
  const [, signal]: readonly unknown[] = await once(child, 'exit')
  await front.calm()
  await front.settled()
  world = await startWorld({ service, front, connectors, after: first })
  return { intent, target, signal, told: await told, said: await said }
}

const targetOf = async (kind: IntentKind, intent: string): Promise<string | null> => {
  switch (kind) {
    case 'create':
      return null
    case 'generate':
      return (await service.createSystem('preview', `system ${intent}`)).key.id
    case 'rotate':
      return (await service.createKey('preview', { name: `key ${intent}` })).key.id
  }
}

/** Whatever happened: the list is the service's, no wish has two secrets, and none of them lies anywhere. */
const holdsTogether = async (): Promise<void> => {
  await world.client.keys.refresh(world.preview)
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort()
  expect(ids(await listOf(world, world.preview))).toEqual(
    ids(await servedKeys(world, world.preview)),
  )
  const [duplicates, canaries] = [duplicatesOf(world), await findCanaries(world)]
  record({ duplicates: duplicates.length, canaryHits: canaries.length })
  expect({ duplicates, canaries, faults: world.faults }).toEqual({
    ...{ duplicates: [], canaries: [], faults: [] },
  })
}

/** What the next start tells of the intent; null where that is nothing. */
const told = async (intent: string): Promise<Intent['state'] | null> =>
  (await world.client.reveals.open(null)).find(({ id }) => id === intent)?.state ?? null

/** The secret that the service made is had, once, and opens the key. */
const recovers = async (intent: string): Promise<void> => {
  const reveal = await world.client.reveals.recover({ intent })
  const { secret } = await world.client.reveals.show({ id: reveal.id })
  await world.client.reveals.acknowledge({ id: reveal.id })
  expect(new Set(front.made.map(made => made.secret))).toEqual(new Set([secret]))
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  expect(await told(intent)).toBeNull()
}

/** Nothing is sent again, and it stays on the list until a person decides. */
const waits = async (intent: string): Promise<void> => {
  const before = front.made.length
  const { error } = await tried(() => world.client.reveals.recover({ intent }))
  expect(error).toEqual({ code: 'outcome-unknown', intent, repeatable: false })
  expect({ made: front.made.length, told: (await told(intent)) !== null }).toEqual({
    ...{ made: before, told: true },
  })
}

/** Where it dies; what the next start tells of it, and whether the service has made it. */
const steps = [
  { at: 'prepared', dies: 'prepared', told: null, made: 0 },
  { at: 'sent', dies: 'sent', told: 'sent', made: 0 },
  { at: 'answered', dies: null, told: 'sent', made: 1 },
  { at: 'acknowledged', dies: 'acknowledged', told: 'acknowledged', made: 1 },
  { at: 'revealed', dies: 'revealed', told: 'revealed', made: 1 },
  { at: 'stored', dies: 'stored', told: null, made: 1 },
] as const satisfies readonly {
  readonly at: string
  readonly dies: Intent['state'] | null
  readonly told: Intent['state'] | null
  readonly made: number
}[]

/** A file may have so many blocks of 512 bytes: what `ulimit` does to a write is what a full disk does. */
const inBlocks = (blocks: number) =>
  ['sh', '-c', `ulimit -f ${blocks}; NODE_DISABLE_COMPILE_CACHE=1 exec "$@"`, 'sh'] as const

describe('a process whose disk is full', () => {
  it.each([
    { disk: 'takes nothing', blocks: 0, cause: /read-only/ },
    // The store opens; of what is prepared and what is sent, with many words, one does not fit.
    { disk: 'takes no more', blocks: 64, cause: /full|failed/ },
  ])('sends nothing, and says so, when the disk $disk', async ({ blocks, cause }) => {
    const command = [...inBlocks(blocks), process.execPath] as const
    const description = '\u{1f511}'.repeat(1000)
    const wish = { habit: 'repeats', kind: 'create', dies: null, command, description } as const
    const { told: said, intent } = await ran(wish)
    expect(said).toMatch(/"code":"store"/)
    expect(said).toMatch(cause)
    expect(front.seen.filter(asks('POST', '/keys'))).toEqual([])
    expect(await told(intent)).toBeNull()
    await holdsTogether()
  })
})

const kinds = ['create', 'generate', 'rotate'] as const
const habits = ['repeats', 'anew'] as const

for (const habit of habits)
  describe(`a process that is killed, at a service that ${habit === 'repeats' ? 'repeats its answers' : 'repeats nothing'}`, () => {
    const cases = kinds.flatMap(kind => steps.map(step => ({ kind, ...step })))
    // In `npm test`, what differs between the two services is seen at one step.
    const isShort = (one: (typeof cases)[number]) =>
      one.kind === 'create' && (habit === 'repeats' || one.at === 'answered')
    const now = isFull ? cases : cases.filter(isShort)
    it.each(now)('$kind, killed when the journal has: $at', async one => {
      const dies = one.dies && ({ side: 'after', state: one.dies } as const)
      const { intent } = await killed({ habit, kind: one.kind, dies })
      expect({ told: await told(intent), made: front.made.length }).toEqual({
        ...{ told: one.told, made: one.made },
      })
      await holdsTogether()
      if (one.told !== null) await (habit === 'repeats' ? recovers : waits)(intent)
      await holdsTogether()
    })
  })

const befores = kinds.flatMap(kind =>
  steps.flatMap(({ dies }, index) => {
    const had = steps[index - 1]
    return dies === null || !had || had.dies === null ? [] : [{ kind, state: dies, had }]
  }),
)

describe.runIf(isFull)('a process that is killed before the journal has it', () => {
  it.each(befores)('$kind, killed before: $state', async ({ kind, state, had }) => {
    const { intent } = await killed({ habit: 'repeats', kind, dies: { side: 'before', state } })
    expect({ told: await told(intent), made: front.made.length }).toEqual({
      ...{ told: had.told, made: had.made },
    })
    await holdsTogether()
  })
})
