import type { Page } from '@playwright/test'
import type { KeysWindow } from '../../src/shared/contract/keys.ts'
import type { Bench, Measure } from '../bench.ts'
import { type Figure, figure, median, quantile } from '../figure.ts'
import { comparedRows } from '../list-probe.ts'
import { sizeName } from '../rows.ts'
import { askWindow } from './ask.ts'
import { expectedAt, type List, withLists } from './lists.ts'

type Sort = KeysWindow['sort']
type Click = { readonly heading: string; readonly sort: Sort }

const columns = [
  ['Name', 'name'],
  ['Key', 'mask'],
  ['Status', 'state'],
  ['Created by', 'createdBy'],
  ['Last used', 'lastUsedAt'],
  ['Expires', 'expiresAt'],
  ['Created', 'createdAt'],
] as const

/** Every heading twice; the list ends as it began, newest first. */
const clicks: readonly Click[] = columns.flatMap(([heading, column]) =>
  [false, true].map(descending => ({ heading, sort: { column, descending } })),
)

const ofPeers = clicks.filter(({ heading }) => ['Name', 'Created'].includes(heading))

/** What each click has to show: the application tells, before it is measured. */
const expectedOf = async (page: Page): Promise<readonly (readonly string[])[]> => {
  const all: (readonly string[])[] = []
  for (const { sort } of clicks) {
    const { rows } = await askWindow(page, { sort, limit: comparedRows })
    all.push(rows.map(({ name }) => name))
  }
  return all
}

const sortAll = async (
  { page, driver }: List,
  some: readonly Click[],
  expected: readonly (readonly string[])[],
): Promise<readonly number[]> => {
  await page.bringToFront()
  const times: number[] = []
  for (const click of some)
    times.push(await driver.sort(click.heading, expected[clicks.indexOf(click)] ?? []))
  return times
}

const measureAt = async (bench: Bench, count: number, most: number): Promise<readonly Figure[]> => {
  const peers = count > 100_000 ? [] : (['bare-list'] as const)
  const [newest] = [(await expectedAt(bench, count)).get('')]
  return withLists(bench, count, peers, async ([own, bare]) => {
    if (!own) throw new Error('No list')
    const expected = await expectedOf(own.page)
    if (expected.at(-1)?.join() !== newest?.join())
      throw new Error('The newest rows are not those that were made last')
    const [p95, p50, bareMs]: [number[], number[], number[]] = [[], [], []]
    for (let times = 0; times < bench.repetitions; times += 1) {
      const ms = await sortAll(own, clicks, expected)
      p95.push(quantile(ms, 0.95))
      p50.push(median(ms))
      if (bare) bareMs.push(median(await sortAll(bare, ofPeers, expected)))
    }
    const at = sizeName(count)
    const note = `every column both ways; the median sort took ${median(p50).toFixed(1)} ms`
    return [
      figure('sortMs', at, 'ms', p95, { limit: { most }, note }),
      ...(bare ? [figure('sortMs of bare-list', at, 'ms', bareMs)] : []),
    ]
  })
}

export const measure: Measure = async bench => {
  const figures: Figure[] = []
  for (const count of bench.sizes(100_000, 1_000_000))
    figures.push(...(await measureAt(bench, count, count > 100_000 ? 400 : 100)))
  return figures
}
