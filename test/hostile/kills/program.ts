import { text } from 'node:stream/consumers'
import { secret } from '../../../src/main/base/secret.ts'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import type { Store } from '../../../src/main/services/ports.ts'
import type { ErrorInfo } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { fakeVault } from '../../fakes.ts'
import type { Front } from '../front.ts'
import { tried } from '../model/acts.ts'
import { startWorld, type World } from '../world.ts'
import type { Task } from './task.ts'

/**
 * The application without its window, in a process of its own: it gets one secret, copies it and says so, or dies. Why it
 * got none, it says as JSON.
 */
const run = async (): Promise<void> => {
  const task: Task = JSON.parse(await text(process.stdin))
  const vault = fakeVault()
  for (const [account, value] of task.vault) await vault.set(account, secret(value))
  const world = await startWorld({
    // Of both, a world asks for no more than this.
    service: { tokens: task.tokens } as KeyService,
    front: { place: task.place, made: [] } as unknown as Front,
    after: { root: task.root, vault, connection: task.connection },
    connectors: [task.habit === 'repeats' ? claviger : { ...claviger, replayMs: null }],
    through: port => ('intents' in port ? dyingIn(port, task) : port),
  })
  const { value, error } = await tried(() => issue(world, task))
  if (error) return report(error)
  const { id } = value
  await world.client.reveals.copy({ id })
  await world.client.reveals.acknowledge({ id })
  process.exit(0)
}

/** Nothing is ended: it would be written to the disk. */
const report = (error: ErrorInfo): void => {
  process.stdout.write(JSON.stringify(error), () => process.exit(0))
}

const issue = async ({ client, preview }: World, { kind, intent, target, description }: Task) => {
  if (target === null) {
    const draft = { name: `made ${intent}`, description, expiresAt: null }
    return client.keys.create({ ...preview, intent, draft })
  }
  const row = await client.keys.get({ ...preview, key: target })
  const wish = { ...preview, intent, key: target, version: row?.version ?? null }
  return kind === 'rotate'
    ? client.keys.rotate({ ...wish, overlapSeconds: 0, told: false })
    : client.keys.generate(wish)
}

/** SIGKILL, exactly where the journal has, or has not yet, the state. */
const dyingIn = <T extends object>(store: T, { dies }: Task): T =>
  new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (name !== 'intents') return value
      // It is a store: it has intents.
      const intents = value as Store['intents']
      const put: Store['intents']['put'] = async intent => {
        const isHere = (side: 'before' | 'after') =>
          dies?.side === side && dies.state === intent.state
        if (isHere('before')) process.kill(process.pid, 'SIGKILL')
        await intents.put(intent)
        if (isHere('after')) process.kill(process.pid, 'SIGKILL')
      }
      return { ...intents, put }
    },
  })

await run()
