import type { Bench, Measure } from '../bench.ts'
import { type Figure, figure, median, quantile } from '../figure.ts'
import type { Server } from './programs.ts'
import { createRequests, feedRequest, listRequest, verifyRequests } from './requests.ts'
import { openWorld, type World } from './world.ts'

const connections = 16
const secondsEach = 2
const pagesEach = 200
const pagesOfPart = 25
const createsEach = 100

/** One repetition of one thing. */
type Measured = {
  readonly perSecond: number
  /** Of the server's processor, for each request. */
  readonly processorMs: number
  readonly p50: number
  readonly p99: number
}

const measuredOf = (
  latenciesMs: readonly number[],
  seconds = Number.NaN,
  processorMs = Number.NaN,
): Measured => ({
  perSecond: latenciesMs.length / seconds,
  processorMs: processorMs / latenciesMs.length,
  p50: quantile(latenciesMs, 0.5),
  p99: quantile(latenciesMs, 0.99),
})

const verify = async ({ load, filled }: World, server: Server): Promise<Measured> => {
  const { target, processorMs } = server
  const before = processorMs()
  const job = { target, requests: verifyRequests(filled), connections, seconds: secondsEach }
  const { latenciesMs, seconds } = await load.run({ kind: 'load', ...job })
  return measuredOf(latenciesMs, seconds, processorMs() - before)
}

/** Pages one after the other, from `cursors` in turn: as many of a short list as of a long one. */
const crawl = async (
  { load, service: { target } }: World,
  request: string,
  cursors: readonly string[],
  most: number,
): Promise<Measured> => {
  const latenciesMs: number[] = []
  for (let turn = 0; latenciesMs.length < pagesEach; turn += 1) {
    const cursor = cursors[turn % cursors.length] ?? ''
    const outcome = await load.run({ kind: 'crawl', target, request, cursor, most })
    latenciesMs.push(...outcome.latenciesMs)
  }
  return measuredOf(latenciesMs)
}

const create = async ({ load, filled, service: { target } }: World): Promise<Measured> => {
  const requests = createRequests(filled, createsEach)
  const job = { target, requests, connections: 1, seconds: null }
  const { latenciesMs, seconds } = await load.run({ kind: 'load', ...job })
  return measuredOf(latenciesMs, seconds)
}

const tasks = {
  verify: (world: World) => verify(world, world.service),
  bareVerify: (world: World) => verify(world, world.bare),
  listPage: (world: World) => crawl(world, listRequest(world.filled), world.cursors, pagesOfPart),
  feedPage: (world: World) =>
    crawl(world, feedRequest(world.filled), [world.filled.feedStart], pagesEach),
  create,
}
type Task = keyof typeof tasks
type Results = Record<Task, Measured[]>

const emptyResults = (): Results => ({
  ...{ verify: [], bareVerify: [], listPage: [], feedPage: [], create: [] },
})
const taskNames = Object.keys(tasks) as readonly Task[]

/** Everything once at each size, side by side; the first round warms up and does not count. */
const measureAll = async (
  bench: Bench,
  worlds: readonly World[],
): Promise<ReadonlyMap<World, Results>> => {
  const results = new Map(worlds.map(world => [world, emptyResults()] as const))
  for (let round = 0; round <= bench.repetitions; round += 1)
    for (const name of taskNames)
      for (const [world, own] of results) {
        const measured = await tasks[name](world)
        if (round > 0) own[name].push(measured)
      }
  return results
}

const note = `${connections} connections, HTTPS, 10,000 keys in use; the bare handler hashes and looks up a Map`

const verifyFigures = ({ at }: World, { verify: own, bareVerify }: Results): readonly Figure[] => {
  const of = (member: 'perSecond' | 'processorMs') => own.map(one => one[member])
  const beside = (member: 'perSecond' | 'processorMs') => {
    const value = median(bareVerify.map(one => one[member]))
    return { ratioTo: { name: 'bare Fastify handler', value } }
  }
  return [
    figure('serviceVerifyPerSecond', at, 'requests/s', of('perSecond'), {
      ...{ limit: { least: 0.5 }, ...beside('perSecond'), note },
    }),
    figure('serviceVerifyProcessorMs', at, 'ms', of('processorMs'), {
      ...beside('processorMs'),
      note: 'of a processor, for each request, with the writing of its use',
    }),
  ]
}

const fieldOf: Readonly<Record<Exclude<Task, 'bareVerify'>, string>> = {
  verify: 'serviceVerifyMs',
  listPage: 'serviceListPageMs',
  feedPage: 'serviceFeedPageMs',
  create: 'serviceCreateMs',
}

/** p50 and p99; the p50 beside that of the least keys. */
const timeFigures = (world: World, own: Results, least: Results): readonly Figure[] =>
  taskNames
    .filter(name => name !== 'bareVerify')
    .flatMap(name => {
      const p50s = own[name].map(one => one.p50)
      const p99s = own[name].map(one => one.p99)
      const value = median(least[name].map(one => one.p50))
      const growth = { limit: { most: 1.2 }, ratioTo: { name: 'the same with 10k keys', value } }
      return [
        figure(fieldOf[name], `${world.at}, p50`, 'ms', p50s, own === least ? {} : growth),
        figure(fieldOf[name], `${world.at}, p99`, 'ms', p99s),
      ]
    })

/** The reference service with few keys and with a million: what a request costs does not grow with them. */
export const measure: Measure = async bench => {
  const worlds: World[] = []
  for (const count of bench.sizes(10_000, 1_000_000)) worlds.push(await openWorld(bench, count))
  const results = [...(await measureAll(bench, worlds))]
  const least = results[0]?.[1] ?? emptyResults()
  return [
    ...results.flatMap(([world, own]) => verifyFigures(world, own)),
    ...results.flatMap(([world, own]) => timeFigures(world, own, least)),
  ]
}
