import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import type { KeyService } from '../../tools/key-service.ts'
import type { Front } from './front.ts'
import { attempt, startWorld } from './world.ts'

/** What it is told in its first line. */
export type Given = {
  readonly place: Front['place']
  readonly tokens: KeyService['tokens']
}

/** What it answers to each further line, which asks for a read. Memory is at its most, in MiB; times in ms. */
export type Told = {
  readonly code: string | null
  readonly ms: number
  readonly blockedMs: number
  readonly peakRssMB: number
}

/** The application in a process of its own, so that what it takes is not the tests'. */
const run = async (): Promise<void> => {
  const lines = createInterface(process.stdin)[Symbol.asyncIterator]()
  const first = await lines.next()
  const { place, tokens }: Given = JSON.parse(first.value ?? '')
  // Of both the world takes what is here and nothing else, as long as no invariant is asked.
  const parts = {
    service: { tokens } as KeyService,
    front: { place, made: [] } as unknown as Front,
  }
  const world = await startWorld(parts)
  for (const scope of world.scopes) await world.client.keys.refresh(scope)
  const loop = monitorEventLoopDelay({ resolution: 5 })
  loop.enable()
  process.stdout.write('{}\n')
  for await (const _ of lines) {
    loop.reset()
    const read = await attempt(() => world.client.keys.refresh(world.preview))
    const told: Told = {
      code: read.error?.code ?? read.value?.error?.code ?? null,
      ms: read.ms,
      blockedMs: Math.max(0, loop.max / 1e6 - 5),
      peakRssMB: process.resourceUsage().maxRSS / 1024,
    }
    process.stdout.write(`${JSON.stringify(told)}\n`)
  }
  await world.stop()
  await world.remove()
}

if (import.meta.main) await run()
