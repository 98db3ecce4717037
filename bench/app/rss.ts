import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Measure } from '../bench.ts'
import { figure, median } from '../figure.ts'
import { sizeName } from '../rows.ts'
import { withApplication } from './application.ts'
import { expectedAt, withLists } from './lists.ts'

type Rss = { readonly main: number; readonly others: number }

const field = (pid: number, name: string): number => {
  const file = `/proc/${pid}/status`
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter(child => child > 0 && field(child, 'PPid') === pid)
    .flatMap(child => [child, ...childrenOf(child)])

/** Resident memory in MB of main's process, and of all that it started. */
const rssOf = ({ pid = 0 }: ChildProcess): Rss => {
  const megabytes = (one: number) => (field(one, 'VmRSS') * 1024) / 1e6
  const others = childrenOf(pid).map(megabytes)
  return { main: megabytes(pid), others: others.reduce((sum, one) => sum + one, 0) }
}

const emptyRss = (bench: Bench): Promise<Rss> =>
  withApplication(bench, mkdtempSync(join(bench.folder, 'data-')), async ({ page, process }) => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    return rssOf(process)
  })

/** After a search, and after the list was looked at everywhere. */
const listRss = (bench: Bench, count: number): Promise<Rss> =>
  withLists(bench, count, [], async ([list], { process }) => {
    if (!list) throw new Error('No list')
    const expected = await expectedAt(bench, count)
    const namesOf = (text: string) => expected.get(text) ?? []
    await list.driver.type([{ key: 'b', text: 'b', names: namesOf('b') }])
    await list.driver.clear(namesOf(''))
    for (const share of [0.3, 0.6, 0.9, 0]) await list.driver.jump(share)
    return rssOf(process)
  })

export const measure: Measure = async bench => {
  const count = bench.size(1_000_000)
  const [empty, full]: [Rss[], Rss[]] = [[], []]
  for (let times = 0; times < bench.repetitions; times += 1) {
    empty.push(await emptyRss(bench))
    full.push(await listRss(bench, count))
  }
  const without = median(empty.map(({ main }) => main))
  const others = median(full.map(rss => rss.others))
  return [
    figure(
      'mainRssMB',
      sizeName(count),
      'MB',
      full.map(({ main }) => main - without),
      {
        limit: { most: 250 },
        note: `over the empty application's ${without.toFixed(0)} MB; the browser and all that main started take another ${others.toFixed(0)} MB`,
      },
    ),
  ]
}
