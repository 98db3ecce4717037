import type { Bench, Measure } from '../bench.ts'
import { beginningsOf, queries } from '../expected.ts'
import { type Figure, figure, median, quantile } from '../figure.ts'
import type { Peer } from '../peers/open-peers.ts'
import { sizeName } from '../rows.ts'
import { expectedAt, type List, withLists } from './lists.ts'

/** Of one repetition, in ms. */
type Strokes = { readonly p50: number; readonly p95: number; readonly typedP95: number }

type Expected = ReadonlyMap<string, readonly string[]>

/** A slow list is given fewer queries, so that the run ends. */
const slowPeers: readonly Peer[] = ['tanstack', 'ag-grid', 'mantine-react-table', 'fuse']
const queriesOfSlow = queries.slice(0, 2)

const typeAll = async ({ name, page, driver }: List, expected: Expected): Promise<Strokes> => {
  await page.bringToFront()
  const namesOf = (text: string) => expected.get(text) ?? []
  const times = []
  for (const query of slowPeers.some(peer => peer === name) ? queriesOfSlow : queries) {
    const strokes = beginningsOf(query)
      .slice(1)
      .map(text => ({ key: text.slice(-1), text, names: namesOf(text) }))
    times.push(...(await driver.type(strokes)))
    await driver.clear(namesOf(''))
  }
  const results = times.filter(({ distinct }) => distinct).map(({ resultMs }) => resultMs)
  const typed = times.map(({ typedMs }) => typedMs)
  return {
    p50: quantile(results, 0.5),
    p95: quantile(results, 0.95),
    typedP95: quantile(typed, 0.95),
  }
}

const measureAt = async (bench: Bench, count: number): Promise<readonly Figure[]> => {
  const peers: readonly Peer[] = count === 100_000 ? ['bare-list', ...slowPeers] : ['bare-list']
  const expected = await expectedAt(bench, count)
  const of = new Map<string, Strokes[]>()
  await withLists(bench, count, peers, async lists => {
    for (let times = 0; times < bench.repetitions; times += 1)
      for (const list of lists) {
        const strokes = await typeAll(list, expected)
        of.set(list.name, [...(of.get(list.name) ?? []), strokes])
      }
  })
  return figuresOf(sizeName(count), count, of)
}

const figuresOf = (
  at: string,
  count: number,
  of: ReadonlyMap<string, readonly Strokes[]>,
): readonly Figure[] => {
  const p95 = (name: string) => (of.get(name) ?? []).map(strokes => strokes.p95)
  const own = p95('application')
  const ratioTo = (name: string) => ({ name, value: median(p95(name)) })
  const middle = median((of.get('application') ?? []).map(({ p50 }) => p50))
  const note = `p95 of the keys of a repetition; the median key took ${middle.toFixed(1)} ms`
  const typed = (of.get('application') ?? []).map(({ typedP95 }) => typedP95)
  const keystroke = (rest: Parameters<typeof figure>[4]) =>
    figure('keystrokeMs', at, 'ms', own, rest)
  const slow = (name: Peer, least: number) =>
    of.has(name) ? [keystroke({ ratioTo: ratioTo(name), limit: { most: 1 / least } })] : []
  return [
    count > 100_000
      ? keystroke({ limit: { most: 66 }, note })
      : keystroke({ ratioTo: ratioTo('bare-list'), limit: { most: 1.5 }, note }),
    ...slow('tanstack', 5),
    ...slow('fuse', 20),
    ...[...of.keys()].slice(1).map(name => figure(`keystrokeMs of ${name}`, at, 'ms', p95(name))),
    figure(
      'typedCharMs',
      at,
      'ms',
      typed,
      count > 100_000 ? { limit: { most: 2 * (1000 / 60) } } : {},
    ),
  ]
}

export const measure: Measure = async bench => {
  const figures: Figure[] = []
  for (const count of bench.sizes(10_000, 100_000, 1_000_000))
    figures.push(...(await measureAt(bench, count)))
  return figures
}
