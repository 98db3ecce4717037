import { setTimeout as wait } from 'node:timers/promises'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import type { Connector } from '../../../src/main/connectors/connector.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { type Fault, type Front, startFront } from '../front.ts'
import type { RawRequest } from '../http-bytes.ts'
import { answerOf } from '../http-bytes.ts'
import type { Trouble } from './steps.ts'
import { type Truth, truthOf } from './truth.ts'

/** How the service takes a request that comes twice: `repeats` its answer, or does the thing `anew`. */
export type Habit = 'repeats' | 'anew'

/** A real service behind a front, for many schedules one after another. */
export type Stage = {
  readonly service: KeyService
  readonly front: Front
  readonly truth: Truth
  readonly connectors: readonly Connector[]
  /** The token of an administrator who works elsewhere. */
  readonly other: string
  /** Lets requests meet it; `calm` ends it and starts the service if that was killed. */
  readonly meet: (trouble: Trouble) => void
  readonly calm: () => Promise<void>
  /** Counts what has happened, over all schedules: a run in which nothing does proves nothing. */
  readonly note: (what: string) => void
  readonly noted: ReadonlyMap<string, number>
  readonly stop: () => Promise<void>
}

export const openStage = async (habit: Habit): Promise<Stage> => {
  const service = await startKeyService()
  const front = await startFront(service, { freshKeys: habit === 'anew' })
  const killed: Promise<void>[] = []
  const noted = new Map<string, number>()
  const note = (what: string): void => void noted.set(what, (noted.get(what) ?? 0) + 1)
  return {
    ...{ service, front, truth: truthOf(service), note, noted },
    connectors: [habit === 'repeats' ? claviger : { ...claviger, replayMs: null }],
    other: await service.createToken('elsewhere', 'key:view,key:create,key:edit,key:delete'),
    meet: trouble => {
      // While it is busy with the request, or has just answered it.
      const kill = () => killed.push(wait(trouble.after % 8).then(service.kill))
      front.meet(request => meets(trouble, request, kill), faultOf(trouble), trouble.times)
    },
    calm: async () => {
      await front.calm()
      await front.settled()
      if (killed.length === 0) return
      note('the service is killed')
      await Promise.all(killed.splice(0))
      await service.start()
    },
    stop: async () => {
      await front.stop()
      await service.remove()
    },
  }
}

const meets = ({ meets, kills }: Trouble, { method, path }: RawRequest, kill: () => void) => {
  const isIt = (method === 'GET' ? 'read' : 'change') === meets && !path.endsWith('/verify')
  if (isIt && kills) kill()
  return isIt
}

const problem = JSON.stringify({ title: 'Bad gateway' })
const faultOf = ({ side, after, how }: Trouble): Fault => {
  switch (side) {
    case 'request':
      return { kind: 'cut-request', after, how }
    case 'answer':
      return { kind: 'cut-answer', after, how }
    case 'instead':
      // The service has done it, and what stands before the service says that it failed.
      return { kind: 'answer', bytes: real => (real.length > 0 ? answerOf(502, problem) : '') }
  }
}
