import { randomUUID } from 'node:crypto'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import { startWorld, type World } from '../world.ts'
import { abandon, find, look, perform, recover, type Scene, takeOne, tried } from './acts.ts'
import { createBook } from './book.ts'
import { type HurriedClock, hurriedClock } from './hurried-clock.ts'
import { type Case, judge, type Verdict } from './judge.ts'
import { createLife, type Life, mortal } from './life.ts'
import type { Stage } from './stage.ts'
import type { Moment, Schedule } from './steps.ts'
import { storeOnThisThread } from './store-on-this-thread.ts'
import type { Deed } from './truth.ts'

/** One run of the application, and what may end it. */
type Run = { readonly world: World; readonly life: Life }

const startRun = async (stage: Stage, clock: HurriedClock, after?: World): Promise<Run> => {
  const life = createLife()
  const { service, front, connectors } = stage
  const world = await startWorld({
    ...{ service, front, connectors, ...(after ? { after } : {}) },
    openStore: storeOnThisThread,
    clock: {
      now: clock.now,
      after: (ms, run) => clock.after(ms, () => (life.isOver() ? undefined : run())),
    },
    between: next => request => life.through(() => next(request)),
    through: port => mortal(port, life),
  })
  return { world, life }
}

export type Outcome = { readonly verdict: Verdict; readonly when: string }

/** Plays one schedule to its end. Answers the first verdict that finds something, else null. */
export const play = async (stage: Stage, schedule: Schedule): Promise<Outcome | null> => {
  const since = { deed: stage.truth.deedsAfter(0).at(-1)?.id ?? 0, made: stage.front.made.length }
  const [clock, book] = [hurriedClock(), createBook()]
  let run = await startRun(stage, clock)
  let here: Environment = 'preview'
  const scene = (): Scene => ({
    ...{ stage, book, clock, world: run.world },
    here: () => here,
    go: to => {
      here = to
    },
  })
  const faults: unknown[] = []
  const again = async (): Promise<void> => {
    faults.push(...run.world.faults)
    run.life.end()
    await run.world.kill()
    run = await startRun(stage, clock, run.world)
    await look(scene(), here)
  }
  const sound = async (when: string): Promise<Outcome | null> => {
    await stage.calm()
    const verdict = await judge({ ...scene(), since, faults } satisfies Case)
    return Object.values(verdict).some(found => found.length > 0) ? { verdict, when } : null
  }

  try {
    await furnish(stage)
    await look(scene(), here)
    for (const moment of schedule) {
      await playMoment(scene(), run.life, moment)
      if (run.life.isOver()) {
        stage.note('the application is killed')
        await again()
      }
      // Half of the time the trouble outlasts the moment.
      if (moment.trouble?.how !== 'end') await stage.calm()
    }
    const ended = await sound('at the end')
    if (ended) return ended
    await again()
    const started = await sound('at the next start')
    if (started) return started
    await finishAll(scene(), since.deed)
    return await sound('when everything was finished')
  } finally {
    run.life.end()
    await stage.calm()
    await run.world.kill()
    await run.world.remove()
    await clearAway(stage, since.deed)
  }
}

const playMoment = async (scene: Scene, life: Life, moment: Moment): Promise<void> => {
  if (moment.trouble) scene.stage.meet(moment.trouble)
  if (moment.diesAfter !== null) life.endAfter(moment.diesAfter)
  const acts = moment.acts.map(async act => {
    await perform(scene, act)
    scene.stage.note(act.do)
  })
  await Promise.race([Promise.all(acts), life.over])
  life.spare()
}

/** What somebody else has made before. */
const furnish = async ({ service, other }: Stage): Promise<void> => {
  for (const [environment, kind] of [
    ['preview', 'keys'],
    ['preview', 'keys'],
    ['preview', 'systems'],
    ['production', 'keys'],
  ]) {
    const path = `/v1/environments/${environment}/${kind}`
    await service.ask('POST', path, other, { name: `known ${randomUUID().slice(0, 13)}` })
  }
}

/** What a careful person does at last: gets every secret that can be had, and has undone what nobody can have. */
const finishAll = async (scene: Scene, since: number): Promise<void> => {
  const { stage, world, book, clock } = scene
  for (const { id: intent } of await world.client.reveals.open(null)) {
    const reveal = await recover(scene, intent)
    stage.note(reveal ? 'at last: recovered' : 'at last: not to be had')
    if (reveal) {
      await takeOne(scene, 'show', reveal)
      await takeOne(scene, 'acknowledge', reveal)
    } else if (!book.closed.has(intent)) {
      await find(scene, intent)
      clock.advance(60_000)
      const finding = await find(scene, intent)
      stage.note(`at last: ${finding.kind}`)
      checkFinding(scene, since, intent, finding)
      // Who is told nothing of it says nothing of it: whether that is right, is judged.
      if (finding.kind === 'gone') continue
      const key = finding.kind === 'made' ? finding.keys[0] : null
      await abandon(scene, intent, key ?? null)
      book.close(intent, 'dismissed')
      await tried(() => world.client.reveals.dismiss({ intent }))
    }
  }
}

/** No other key is taken for the one that was made; and that is found by its name, of which there is no second. */
const checkFinding = (
  { stage: { truth }, book }: Scene,
  since: number,
  intent: string,
  finding: Awaited<ReturnType<typeof find>>,
): void => {
  const wish = book.wishes.get(intent)
  if (wish?.kind !== 'create' || finding.kind === 'gone') return
  const isIt = ({ action, name }: Deed) => action === 'create' && name === wish.name
  const id = truth.deedsAfter(since).find(isIt)?.key
  const made = truth.keys().find(key => key.id === id && !key.revoked)
  const told = finding.keys.join(' ')
  if (told !== (made?.id ?? '') && !(told === '' && made?.name !== wish.name))
    book.misread.push(`${wish.name} is ${made?.id ?? 'not there'}, and ${finding.kind}: ${told}`)
}

/** The next schedule begins with an empty service. */
const clearAway = async ({ service, truth, other }: Stage, since: number): Promise<void> => {
  const touched = new Set(truth.deedsAfter(since).map(({ key }) => key))
  for (const { id, environment } of truth.keys().filter(({ id }) => touched.has(id)))
    await service.ask('DELETE', `/v1/environments/${environment}/keys/${id}`, other)
}
