import { switchTo } from '../../tools/administrator.ts'
import type { Bench, Measure } from '../bench.ts'
import { heapMB } from '../drive-list.ts'
import { figure, median } from '../figure.ts'
import { sizeName } from '../rows.ts'
import { type List, withLists } from './lists.ts'

type Heaps = { readonly empty: readonly number[]; readonly list: readonly number[] }

/** After the list was used everywhere. */
const listHeap = async ({ page, driver }: List): Promise<number> => {
  await switchTo(page, 'Preview')
  await page.getByRole('grid').waitFor()
  for (const share of [0.3, 0.6, 0.9, 0]) await driver.jump(share)
  return heapMB(page)
}

/** Production of the same service has no keys. */
const emptyHeap = async ({ page }: List): Promise<number> => {
  await switchTo(page, 'Production')
  await page.getByRole('grid').waitFor({ state: 'detached' })
  return heapMB(page)
}

const heapsAt = (bench: Bench, count: number): Promise<Heaps> =>
  withLists(bench, count, [], async ([own]) => {
    if (!own) throw new Error('No list')
    const [empty, list]: [number[], number[]] = [[], []]
    for (let times = 0; times < bench.repetitions; times += 1) {
      empty.push(await emptyHeap(own))
      list.push(await listHeap(own))
    }
    return { empty, list }
  })

export const measure: Measure = async bench => {
  const small = await heapsAt(bench, 1000)
  const over = ({ empty, list }: Heaps) => list.map(heap => heap - median(empty))
  const large = bench.size(1_000_000)
  const largeOver = over(await heapsAt(bench, large))
  const note = `the page without a key takes ${median(small.empty).toFixed(1)} MB`
  const most10 = { limit: { most: 10 } }
  return [
    figure('rendererHeapMB', '1k', 'MB', over(small), { ...most10, note }),
    figure('rendererHeapMB', sizeName(large), 'MB', largeOver, most10),
    figure('rendererHeapMB', sizeName(large), 'MB', largeOver, {
      ratioTo: { name: '1k', value: median(over(small)) },
      limit: { most: 1.2 },
    }),
  ]
}
